namespace PartnershipTracker.Data.Visibility;

/// <summary>Something classified that an answer shows.</summary>
public sealed record AuditedRead(string Resource, string Id, int Version, IClassified Label);

/// <summary>An answer that knows what classified things it shows.</summary>
public interface IAuditedRead
{
    IEnumerable<AuditedRead> Reads { get; }
}
