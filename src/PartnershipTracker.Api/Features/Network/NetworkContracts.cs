using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The network of organizations, people and areas.</summary>
/// <param name="Nodes">Organizations, people and areas.</param>
/// <param name="Edges">The connections, by weight.</param>
public sealed record NetworkResponse(
    [property: MaxLength(2 * NetworkReader.MaxEdges)] IReadOnlyList<NetworkNode> Nodes,
    [property: MaxLength(NetworkReader.MaxEdges)] IReadOnlyList<NetworkEdge> Edges) : ComputedResponse, IAuditedRead
{
    internal IReadOnlyList<AuditedRead> Meetings { get; init; } = [];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Meetings;
}

public enum NodeType
{
    Affiliate,
    Area,
    Company,
    Person,
}

/// <summary>A node of the network.</summary>
/// <param name="Id" example="sk-hynix">The key.</param>
/// <param name="Type" example="affiliate">The type of the node.</param>
/// <param name="Name">The name in Korean and English.</param>
public sealed record NetworkNode([property: MaxLength(Key.MaxLength)] string Id, NodeType Type, LocalizedText Name);

public enum EdgeType
{
    /// <summary>A person of ours met a person of theirs, or their organization if no source names the person.</summary>
    Participation,

    /// <summary>A meeting was about the area, for the affiliate or with the company.</summary>
    Link,

    /// <summary>The affiliate works with the company.</summary>
    Collaboration,

    /// <summary>The person holds, or held, a position there.</summary>
    Position,

    /// <summary>The affiliate belongs to the other one.</summary>
    Membership,
}

/// <summary>A connection between two nodes.</summary>
/// <param name="Source" example="sk-hynix">The key of one node: ours, the person, the affiliate.</param>
/// <param name="Target" example="nvidia">The key of the other node.</param>
/// <param name="Type" example="collaboration">The type of the connection.</param>
/// <param name="Weight" example="1">The number of facts behind the connection.</param>
/// <param name="Facts" example="[&quot;/api/v1/collaborations/019094ca-3c00-7000-8000-000000000302&quot;]">
/// The addresses of these facts, or of the latest twenty.
/// </param>
/// <param name="Statuses">The numbers of meetings behind the connection, by status; empty for a connection of other facts.</param>
/// <param name="List" example="/api/v1/collaborations?connection=collaboration:sk-hynix:nvidia">
/// The request of the list of all these facts, with the filters of the query; null for positions and memberships, which have no list.
/// </param>
public sealed record NetworkEdge(
    [property: MaxLength(Key.MaxLength)] string Source, [property: MaxLength(Key.MaxLength)] string Target,
    EdgeType Type, int Weight, [property: MaxLength(NetworkReader.MaxFacts), ItemLength(200)] IReadOnlyList<string> Facts,
    [property: MaxLength(StatusCounts.Max)] IReadOnlyList<StatusCount> Statuses, [property: MaxLength(ListFilter.MaxUrl)] string? List);

/// <summary>The shortest paths between two nodes.</summary>
/// <param name="From" example="sk-hynix">The first node of the path.</param>
/// <param name="To" example="sam-altman">The last node of the path.</param>
/// <param name="Path">The hops of the best supported of the shortest paths, at most four; null if there is none.</param>
/// <param name="Alternatives">Further paths of the same length, the better supported first.</param>
/// <param name="HasMore" example="false">True when there are more paths of this length than are shown.</param>
public sealed record PathResponse(
    [property: MaxLength(Key.MaxLength)] string From, [property: MaxLength(Key.MaxLength)] string To,
    [property: MaxLength(NetworkReader.MaxHops)] IReadOnlyList<Hop>? Path,
    [property: MaxLength(NetworkPaths.MaxPaths - 1)] IReadOnlyList<AlternativePath> Alternatives, bool HasMore)
    : ComputedResponse, IAuditedRead
{
    internal IReadOnlyList<AuditedRead> Meetings { get; init; } = [];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Meetings;
}

/// <summary>Another shortest path.</summary>
/// <param name="Path">Its hops.</param>
public sealed record AlternativePath([property: MaxLength(NetworkReader.MaxHops)] IReadOnlyList<Hop> Path);

/// <summary>A step of a path.</summary>
/// <param name="From">The node at its beginning.</param>
/// <param name="To">The node at its end.</param>
/// <param name="Edges">All connections between the two.</param>
public sealed record Hop(NetworkNode From, NetworkNode To, [property: MaxLength(5)] IReadOnlyList<NetworkEdge> Edges);

/// <summary>The query of the network, beside the criteria of meetings.</summary>
public sealed class NetworkQuery : Query, IRefusedByData
{
    /// <summary>Only the nodes around this company, affiliate, person or area, by its key.</summary>
    public string? Around { get; init; }

    /// <summary>The number of hops around that node.</summary>
    [DefaultValue(NetworkReader.DefaultDepth)]
    public string? Depth { get; init; }

    /// <summary>Only connections of one of these types.</summary>
    public string[]? Type { get; init; }

    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only collaborations that are now in one of these stages.</summary>
    public string[]? Stage { get; init; }
}

public sealed class NetworkQueryValidator : AbstractValidator<NetworkQuery>
{
    public NetworkQueryValidator()
    {
        RuleFor(q => q.Around).Key();
        RuleFor(q => q.Depth).Whole(1, NetworkReader.MaxHops);
        RuleForEach(q => q.Type).OneOf(default(EdgeType?));
        RuleForEach(q => q.Kind).OneOf(default(MeetingKind?));
        RuleForEach(q => q.Stage).OneOf(default(CollaborationStage?));
    }
}

/// <summary>The query of a path.</summary>
public sealed class PathQuery : Query, IRefusedByData
{
    /// <summary>The key of a company, affiliate, person or area.</summary>
    /// <example>sk-hynix</example>
    public string? From { get; init; }

    /// <summary>The key of another one.</summary>
    /// <example>sam-altman</example>
    public string? To { get; init; }

    /// <summary>
    /// The statuses of the meetings that connect; repeated = any of them. Without it, only meetings that took place do (`held`).
    /// </summary>
    public string[]? Status { get; init; }
}

public sealed class PathQueryValidator : AbstractValidator<PathQuery>
{
    public PathQueryValidator()
    {
        RuleFor(q => q.From).NotNull().Key();
        RuleFor(q => q.To).NotNull().Key();
        RuleForEach(q => q.Status).OneOf(default(MeetingStatus?));
    }
}
