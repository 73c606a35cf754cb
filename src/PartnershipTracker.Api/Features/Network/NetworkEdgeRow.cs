using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

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

    /// <summary>The number of planned meetings among the facts; so for the other statuses.</summary>
    public int Planned { get; init; }

    public int Held { get; init; }

    public int Cancelled { get; init; }

    /// <summary>Returns the numbers of meetings by status.</summary>
    public IReadOnlyList<StatusCount> Statuses() => StatusCounts.Of(
        (MeetingStatus.Planned, Planned), (MeetingStatus.Held, Held), (MeetingStatus.Cancelled, Cancelled));

    /// <summary>The value of the parameter <c>connection</c> of the lists of facts.</summary>
    public string Name => $"{Type}:{Source}:{Target}";

    public string Other(string node) => node == Source ? Target : Source;
}
