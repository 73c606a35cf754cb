namespace PartnershipTracker.Data.Model;

public enum ChangeOperation
{
    Create,
    Update,
    Delete,
}

/// <summary>
/// A committed change of a root, written in the same transaction. It is never altered (the database refuses it), and history and
/// point-in-time reads are made from it.
/// </summary>
public sealed class Change : IClassified
{
    /// <summary>The maximum length of a reason, in Unicode code points.</summary>
    public const int MaxReason = 500;

    /// <summary>The order of writing, which is not the order of committing. A feed therefore reads by (transaction, sequence).</summary>
    public long Sequence { get; private init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required ChangeOperation Operation { get; init; }

    public required string Resource { get; init; }

    public required string ResourceId { get; init; }

    public required int Version { get; init; }

    /// <summary>The response of a GET after the change, or the last one before a deletion.</summary>
    public required string Image { get; init; }

    public string? Reason { get; init; }

    /// <summary>The import that made the change; null when a request of another kind did.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>The confidentiality after the change, which keeps applying to this part of the history.</summary>
    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];
}
