using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Resources.Writing;

/// <summary>Who makes the changes of this request or job, and why: what the change log says of each.</summary>
public sealed class ChangeContext(Caller caller)
{
    public string Name => caller.Name;

    public string? Reason { get; set; }

    /// <summary>What the change log says where nobody gave a reason; it is none where one is required.</summary>
    public string? DefaultReason { get; set; }

    /// <summary>Reads the reason from its header: UTF-8, or percent-encoded UTF-8 from clients that can only send ASCII.</summary>
    public static Task ReadReason(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(ApiHeaders.ChangeReason, out var values))
        {
            var text = Uri.UnescapeDataString(values.ToString());

            if (!Text.TryClean(text, out var reason, out var fault))
            {
                throw new ProblemException("invalid_request", Fault.Of(ApiHeaders.ChangeReason, ApiJson.Code(fault)));
            }

            if (reason.EnumerateRunes().Count() > Change.MaxReason)
            {
                throw new ProblemException("invalid_request", Fault.Of(ApiHeaders.ChangeReason, "too_long", 0, Change.MaxReason));
            }

            context.RequestServices.GetRequiredService<ChangeContext>().Reason = reason is "" ? null : reason;
        }

        return next(context);
    }
}
