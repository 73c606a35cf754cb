namespace PartnershipTracker.Web.Routing;

/// <summary>A request whose response is discarded. It is not audited, and its response is not stored for its Idempotency-Key.</summary>
public static class DryRun
{
    private sealed record Mark;

    public static void Begin(HttpContext context) => context.Features.Set(new Mark());

    public static bool IsOn(HttpContext context) => context.Features.Get<Mark>() is not null;
}
