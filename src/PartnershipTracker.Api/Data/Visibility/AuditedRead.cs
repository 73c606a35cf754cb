namespace PartnershipTracker.Data.Visibility;

/// <summary>A classified resource in a response.</summary>
public sealed record AuditedRead(string Resource, string Id, int Version, IClassified Label)
{
    /// <summary>The version of the shape of its responses, which the ETag contains.</summary>
    public short Shape { get; init; } = 1;
}

/// <summary>A response that lists the classified resources it contains. It is audited because it has this type.</summary>
public interface IAuditedRead
{
    IEnumerable<AuditedRead> Reads { get; }
}
