using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>Who makes the changes of this request or job, and why: what the change log says of each.</summary>
public sealed class Author(Caller caller)
{
    public const string ReasonHeader = "Change-Reason";
    public const int ReasonLength = 500;

    public string Name => caller.Name;

    public string? Reason { get; set; }

    /// <summary>What the change log says where nobody gave a reason; it is none where one is required.</summary>
    public string? Occasion { get; set; }

    /// <summary>Reads the reason from its header: UTF-8, or percent-encoded UTF-8 from clients that can only send ASCII.</summary>
    public static Task Introduce(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(ReasonHeader, out var values))
        {
            var text = Uri.UnescapeDataString(values.ToString());

            if (!Text.TryClean(text, out var reason, out var fault))
            {
                throw new ProblemException("invalid_request", Fault.Of(ReasonHeader, Json.Code(fault)));
            }

            if (reason.EnumerateRunes().Count() > ReasonLength)
            {
                throw new ProblemException("invalid_request", Fault.Of(ReasonHeader, "too_long", 0, ReasonLength));
            }

            context.RequestServices.GetRequiredService<Author>().Reason = reason is "" ? null : reason;
        }

        return next(context);
    }
}
