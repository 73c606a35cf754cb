using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Features.Audit;

/// <summary>A change, a read or a refusal.</summary>
/// <param name="Sequence" example="1">The number of the entry; later ones have higher numbers.</param>
/// <param name="At">The instant of the action.</param>
/// <param name="Kind" example="change">The kind of action: a change, the reading of something confidential, or a refusal.</param>
/// <param name="Actor" example="key:power-bi">The principal, or `nobody` if it is not known.</param>
/// <param name="Route" example="PATCH /api/v1/meetings/{meetingId}">The method and the template of the address.</param>
/// <param name="Target" example="meetings/019094ca-3c00-7000-8000-000000000201">
/// The resource; null if the action was not about one resource. For entries of the audit that were read: `audit/`, the first and the last
/// number.
/// </param>
/// <param name="Version" example="2">The version that a change made, or that was read.</param>
/// <param name="Code" example="forbidden">The code of the problem, for a refusal.</param>
/// <param name="Address" example="127.0.0.1">The IP address of the client; null for actions of the application itself.</param>
/// <param name="TraceId" example="0af7651916cd43dd8448eb211c80319c">The trace id of the request, as in problems and logs.</param>
public sealed record AuditResponse(
    long Sequence, DateTimeOffset At, AuditKind Kind, [property: MaxLength(Rules.ShortText)] string Actor,
    [property: MaxLength(Rules.ShortText)] string Route, [property: MaxLength(Rules.ShortText)] string? Target, int? Version,
    [property: MaxLength(Rules.ShortText)] string? Code, [property: MaxLength(Rules.ShortText)] string? Address,
    [property: MaxLength(Rules.ShortText)] string TraceId) : IItem, IAuditedRead
{
    private AccessLabel? _label;

    string IItem.Stamp => $"{Sequence}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => [new(AuditEntry.Collection, $"{Sequence}", 0, _label!)];

    public static AuditResponse From(AuditEntry entry) => new(
        entry.Sequence, entry.At, entry.Kind, entry.Actor, entry.Route,
        entry.Resource is null ? null : $"{entry.Resource}/{entry.ResourceId}", entry.Version, entry.Code, entry.Address, entry.TraceId)
    {
        _label = AccessLabel.Of(entry),
    };
}

/// <summary>The filters of the audit.</summary>
public sealed class AuditFilter : ListFilter
{
    public static readonly Sorting<AuditEntry> Sorting = new Sorting<AuditEntry>()
        .Only("-at", descending: true, Sorting<AuditEntry>.Key(a => a.At), Sorting<AuditEntry>.Key(a => a.Sequence))
        .Only("at", descending: false, Sorting<AuditEntry>.Key(a => a.At), Sorting<AuditEntry>.Key(a => a.Sequence));

    /// <summary>Only actions of one of these principals, such as `key:power-bi`; `nobody` stands for unknown callers.</summary>
    public string[]? Actor { get; init; }

    /// <summary>Only entries of these kinds.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only actions on one of these resources, such as `meetings/019094ca-3c00-7000-8000-000000000201`.</summary>
    public string[]? Target { get; init; }
}

public sealed class AuditFilterValidator : ListFilterValidator<AuditFilter>
{
    public AuditFilterValidator()
        : base(AuditFilter.Sorting.Names)
    {
        RuleForEach(f => f.Actor).Line();
        RuleForEach(f => f.Kind).OneOf(default(AuditKind?));
        RuleForEach(f => f.Target).Line();
    }
}
