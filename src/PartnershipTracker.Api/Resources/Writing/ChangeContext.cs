namespace PartnershipTracker.Resources.Writing;

/// <summary>The author and the reason that the change log records for the changes of a request or job.</summary>
public sealed class ChangeContext(Caller caller)
{
    public string Name => caller.Name;

    public string? Reason { get; set; }

    /// <summary>The import whose changes are recorded; null for those of other requests.</summary>
    public Guid? ImportId { get; set; }

    /// <summary>The reason to record if the caller gave none. It does not satisfy a rule that requires a reason.</summary>
    public string? DefaultReason { get; set; }

    /// <summary>Reads the reason from its header: UTF-8, or percent-encoded UTF-8 from clients that can send only ASCII.</summary>
    public static Task ReadReason(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(ApiHeaders.ChangeReason, out var values))
        {
            if (!PercentEncoding.IsUtf8(values.ToString()))
            {
                throw new ProblemException("invalid_request", Fault.Of(ApiHeaders.ChangeReason, "not_utf8"));
            }

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
