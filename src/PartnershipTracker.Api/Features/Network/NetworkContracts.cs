using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Network;

/// <summary>Who and what is connected with whom and what.</summary>
/// <param name="Nodes">Organizations, people and areas.</param>
/// <param name="Edges">What connects them, by weight.</param>
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

/// <summary>Something that is connected.</summary>
/// <param name="Id" example="sk-hynix">Its key.</param>
/// <param name="Type" example="affiliate">What it is.</param>
/// <param name="Name">Its name in Korean and English.</param>
public sealed record NetworkNode([property: MaxLength(Key.MaxLength)] string Id, NodeType Type, LocalizedText Name);

public enum EdgeType
{
    /// <summary>One of ours met one of theirs, who is the organization where no source names the person.</summary>
    Participation,

    /// <summary>A meeting was about the area, for the affiliate or with the company.</summary>
    Link,

    /// <summary>The affiliate works with the company.</summary>
    Collaboration,

    /// <summary>The person holds, or held, a position there.</summary>
    Position,

    /// <summary>The affiliate belongs to the other.</summary>
    Membership,
}

/// <summary>A connection between two things.</summary>
/// <param name="Source" example="sk-hynix">The key of one of them: ours, the person, the affiliate.</param>
/// <param name="Target" example="nvidia">The key of the other.</param>
/// <param name="Type" example="collaboration">What connects them.</param>
/// <param name="Weight" example="1">On how many facts it rests.</param>
/// <param name="Facts" example="[&quot;/api/v1/collaborations/019094ca-3c00-7000-8000-000000000302&quot;]">
/// Those facts, or the latest twenty of them, as addresses.
/// </param>
public sealed record NetworkEdge(
    [property: MaxLength(Key.MaxLength)] string Source, [property: MaxLength(Key.MaxLength)] string Target,
    EdgeType Type, int Weight, [property: MaxLength(NetworkReader.MaxFacts), ItemLength(200)] IReadOnlyList<string> Facts);

/// <summary>How two things are connected.</summary>
/// <param name="From" example="sk-hynix">Where the path begins.</param>
/// <param name="To" example="sam-altman">Where it ends.</param>
/// <param name="Path">The hops of a shortest path, of four at most; null where there is none.</param>
public sealed record PathResponse(
    [property: MaxLength(Key.MaxLength)] string From, [property: MaxLength(Key.MaxLength)] string To,
    [property: MaxLength(NetworkReader.MaxHops)] IReadOnlyList<Hop>? Path)
    : ComputedResponse, IAuditedRead
{
    internal IReadOnlyList<AuditedRead> Meetings { get; init; } = [];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Meetings;
}

/// <summary>A step of a path.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Edges">Everything that connects the two.</param>
public sealed record Hop(NetworkNode From, NetworkNode To, [property: MaxLength(5)] IReadOnlyList<NetworkEdge> Edges);

/// <summary>What can be asked of the network, beside which meetings are meant.</summary>
public sealed class NetworkQuery : Query
{
    /// <summary>Only what is connected with this company, affiliate, person or area, by its key.</summary>
    public string? Around { get; init; }

    /// <summary>Over how many hops, with `around`.</summary>
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

/// <summary>Between what a path is asked for.</summary>
public sealed class PathQuery : Query
{
    /// <summary>The key of a company, affiliate, person or area.</summary>
    /// <example>sk-hynix</example>
    public string? From { get; init; }

    /// <summary>The key of another.</summary>
    /// <example>sam-altman</example>
    public string? To { get; init; }
}

public sealed class PathQueryValidator : AbstractValidator<PathQuery>
{
    public PathQueryValidator()
    {
        RuleFor(q => q.From).NotNull().Key();
        RuleFor(q => q.To).NotNull().Key();
    }
}
