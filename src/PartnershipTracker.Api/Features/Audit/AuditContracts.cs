using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Audit;

/// <summary>One thing that somebody did, or was kept from.</summary>
/// <param name="Sequence" example="1">Its number; later ones are higher.</param>
/// <param name="At">When.</param>
/// <param name="Kind" example="change">What kind of thing: a change, the reading of something confidential, or a refusal.</param>
/// <param name="Actor" example="key:power-bi">Who: the principal, or `nobody`.</param>
/// <param name="Route" example="PATCH /api/v1/meetings/{meetingId}">By which method and address.</param>
/// <param name="Target" example="meetings/019094ca-3c00-7000-8000-000000000201">What it was about, where it was about one thing.</param>
/// <param name="Version" example="2">The version that a change made, or that was read.</param>
/// <param name="Code" example="forbidden">Of a refusal, the code of the problem.</param>
/// <param name="Address" example="127.0.0.1">The IP address that the request came from; null for what the application did itself.</param>
/// <param name="TraceId" example="0af7651916cd43dd8448eb211c80319c">The trace of the request, as problems and logs have it.</param>
public sealed record AuditResponse(
    long Sequence, DateTimeOffset At, AuditKind Kind, [property: MaxLength(Rules.ShortText)] string Actor,
    [property: MaxLength(Rules.ShortText)] string Route, [property: MaxLength(Rules.ShortText)] string? Target, int? Version,
    [property: MaxLength(Rules.ShortText)] string? Code, [property: MaxLength(Rules.ShortText)] string? Address,
    [property: MaxLength(Rules.ShortText)] string TraceId) : IItem
{
    string IItem.Stamp => $"{Sequence}";

    public static AuditResponse From(AuditEntry entry) => new(
        entry.Sequence, entry.At, entry.Kind, entry.Actor, entry.Route,
        entry.Resource is null ? null : $"{entry.Resource}/{entry.ResourceId}", entry.Version, entry.Code, entry.Address, entry.TraceId);
}

/// <summary>What can be asked of the audit log.</summary>
public sealed class AuditFilter : ListFilter
{
    public static readonly Sorting<AuditEntry> Sorting = new Sorting<AuditEntry>()
        .Only("-at", descending: true, Sorting<AuditEntry>.Key(a => a.At), Sorting<AuditEntry>.Key(a => a.Sequence))
        .Only("at", descending: false, Sorting<AuditEntry>.Key(a => a.At), Sorting<AuditEntry>.Key(a => a.Sequence));

    /// <summary>Only what one of these principals did, such as `key:power-bi`; `nobody` is whoever was not known.</summary>
    public string[]? Actor { get; init; }

    /// <summary>Only entries of these kinds.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only what was about one of these, such as `meetings/019094ca-3c00-7000-8000-000000000201`.</summary>
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
