namespace PartnershipTracker.Web.Routing;

/// <summary>A request whose response nobody is shown: it discloses nothing, and nothing of it is worth remembering.</summary>
public static class DryRun
{
    private sealed record Mark;

    public static void Begin(HttpContext context) => context.Features.Set(new Mark());

    public static bool IsOn(HttpContext context) => context.Features.Get<Mark>() is not null;
}
