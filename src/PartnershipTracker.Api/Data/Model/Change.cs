using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Data.Model;

public enum ChangeOperation
{
    Create,
    Update,
    Delete,
}

/// <summary>
/// One committed change of one root: written in the transaction of the change, never altered (the database refuses it), and the
/// source of history and point-in-time reads.
/// </summary>
public sealed class Change : IClassified
{
    /// <summary>The longest reason, in Unicode code points.</summary>
    public const int MaxReason = 500;

    /// <summary>The order of writing, which is not the order of committing: a feed reads by (transaction, sequence).</summary>
    public long Sequence { get; private init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required ChangeOperation Operation { get; init; }

    public required string Resource { get; init; }

    public required string ResourceId { get; init; }

    public required int Version { get; init; }

    /// <summary>The whole root after the change, as its GET shows it; of a deletion, as it was last.</summary>
    public required string Image { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of the root, after the change: what was held more closely then stays so in its history.</summary>
    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];
}
