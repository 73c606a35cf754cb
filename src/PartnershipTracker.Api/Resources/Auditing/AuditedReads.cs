namespace PartnershipTracker.Resources.Auditing;

public static class AuditedReads
{
    public static AuditedRead Of<T>(T root)
        where T : Root, IResource => new(T.Resource, root.IdText, root.Version, AccessLabel.Of(root)) { Shape = T.Shape };

    public static AuditedRead Of(Change change) => new(change.Resource, change.ResourceId, change.Version, AccessLabel.Of(change));

    /// <summary>Returns the reading of a past version: it is recorded if the version was confidential, or the resource is now.</summary>
    /// <param name="then">The version that is shown.</param>
    /// <param name="now">The label of the resource now or, if it is deleted, of its last version.</param>
    public static AuditedRead Of(Change then, IClassified? now) =>
        Of(then) is var read && now is not null && !AuditWriter.IsRecorded(then) ? read with { Label = now } : read;

    /// <summary>Records what each answer of the group shows of classified resources, before it is sent.</summary>
    public static RouteGroupBuilder WithAudit(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var (result, http) = (await next(context), context.HttpContext);

            if (result.Value() is IAuditedRead shown && !DryRun.IsOn(http))
            {
                await http.RequestServices.GetRequiredService<AuditWriter>().RecordReads(shown.Reads, http.RequestAborted);
            }

            return result;
        });

        return group;
    }
}
