using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>
/// The refusals that tell a caller that an id or an external id is taken, though by something that the caller may not see. Such ids stay
/// unique, so that the refusal cannot be avoided: it is recorded first, and a caller gets few of them.
/// </summary>
public sealed class HiddenConflicts(IServiceScopeFactory scopes, Caller caller, RequestOrigin origin, RateLimits limits)
{
    private const string Refused = "already_exists";

    /// <summary>
    /// Records the refusals in a transaction of their own, which stays when that of the request is rolled back, and counts them. Above
    /// the limit, the whole request is refused instead.
    /// </summary>
    public async Task Record(IReadOnlyCollection<AuditedRead> hidden, CancellationToken cancellation)
    {
        if (hidden.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Become(caller);
        scope.ServiceProvider.GetRequiredService<RequestOrigin>().CopyFrom(origin);
        var audit = scope.ServiceProvider.GetRequiredService<AuditWriter>();
        await audit.RecordRefusals(Refused, hidden, cancellation);

        if (limits.CountConflicts(caller, hidden.Count) is not { } limited)
        {
            return;
        }

        if (!limited.IsRepeated)
        {
            await audit.RecordRefusal(limited.Code, null, cancellation);
        }

        throw limited;
    }
}
