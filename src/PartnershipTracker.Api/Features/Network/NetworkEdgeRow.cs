namespace PartnershipTracker.Features.Network;

/// <summary>An edge, counted by the database.</summary>
internal sealed record NetworkEdgeRow
{
    public string Type { get; init; } = "";

    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    public int Weight { get; init; }

    /// <summary>The latest facts behind the edge, as collection and id.</summary>
    public List<string> Facts { get; init; } = [];

    public string Other(string node) => node == Source ? Target : Source;
}
