using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Features.Changes;

/// <summary>The meaning of a change for a copy of all that the caller may see.</summary>
public enum FeedOperation
{
    /// <summary>The resource is there from now on: it was created, or the caller may see it now.</summary>
    Created,

    Updated,

    /// <summary>The resource was deleted, or the caller may not see it any more.</summary>
    Gone,
}

/// <summary>A committed change.</summary>
/// <param name="Resource" example="meetings">The collection.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000201">The key or UUID of the resource.</param>
/// <param name="Operation" example="updated">What the change means for a copy.</param>
/// <param name="Version" example="2">The version that the change made. A copy that has it or a later one has this change.</param>
/// <param name="At">The instant of the change.</param>
/// <param name="Actor" example="key:power-bi">The principal who made the change.</param>
/// <param name="Reason" example="The venue was confirmed.">The Change-Reason of the request.</param>
/// <param name="Image">The resource as a GET showed it after the change. Present only with `include=image`.</param>
public sealed record ChangeResponse(
    [property: MaxLength(Rules.ShortText)] string Resource,
    [property: MaxLength(Rules.ShortText)] string Id,
    FeedOperation Operation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(Rules.ShortText)] string? Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(Change.MaxReason)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonObject? Image) : IAuditedRead
{
    [JsonIgnore]
    internal AuditedRead? Shown { get; init; }

    [JsonIgnore]
    internal ChangePosition? Position { get; init; }

    IEnumerable<AuditedRead> IAuditedRead.Reads => Shown is null ? [] : [Shown];
}

/// <summary>Changes in the order in which they are to be applied.</summary>
/// <param name="Items">The changes, oldest first. Those of one resource are in the order of its versions.</param>
/// <param name="Cursor">The value of `after` with which the feed goes on, also when there are no items.</param>
/// <param name="More">True when further changes are there already; false when the feed has been read to its end.</param>
public sealed record ChangePage(
    [property: MaxLength(ChangeQuery.MaxLimit)] IReadOnlyList<ChangeResponse> Items,
    [property: MaxLength(Web.Lists.Cursor.MaxOfFeed)] string Cursor, bool More) : IVersioned, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => Items.OfType<IAuditedRead>().SelectMany(item => item.Reads);

    /// <summary>A weak tag, which changes with the changes. The cursor is another one each time.</summary>
    string IVersioned.EntityTag =>
        ETag.OfText(string.Join(',', Items.Select(i => $"{i.Resource}/{i.Id} {i.Operation} {i.Version} {i.Image is null}")) + $"|{More}");
}

/// <summary>The query parameters of the feed.</summary>
public sealed class ChangeQuery : Query
{
    public const string Now = "now";
    public const int MaxLimit = 1000;
    public const int DefaultLimit = 200;
    public const int MaxWait = 30;

    /// <summary>
    /// The `cursor` of the answer before. `now` begins at the present; without it, the feed begins with the oldest change of the log.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Only changes of these collections.</summary>
    public string[]? Resource { get; init; }

    /// <summary>The maximum number of changes in one answer. Without effect on a stream.</summary>
    [DefaultValue(DefaultLimit)]
    public string? Limit { get; init; }

    /// <summary>
    /// The seconds for which the server waits for a change when there is none. The answer comes as soon as there is one, and has no items
    /// when there was none. Without effect on a stream.
    /// </summary>
    [DefaultValue(0)]
    public string? Wait { get; init; }

    /// <summary>`image` adds the resource as a GET showed it after the change.</summary>
    public string? Include { get; init; }

    internal int PageSize => Limit is null ? DefaultLimit : int.Parse(Limit, CultureInfo.InvariantCulture);

    internal TimeSpan LongestWait => TimeSpan.FromSeconds(Wait is null ? 0 : int.Parse(Wait, CultureInfo.InvariantCulture));
}

public sealed class ChangeQueryValidator : AbstractValidator<ChangeQuery>
{
    public ChangeQueryValidator(ResourceCatalog catalog)
    {
        RuleFor(q => q.After).Pattern(Cursor.Pattern, Cursor.MaxOfFeed, ChangeQuery.Now);
        RuleForEach(q => q.Resource).OneOf([.. catalog.All.Select(r => r.Collection)]);
        RuleFor(q => q.Limit).Whole(1, ChangeQuery.MaxLimit);
        RuleFor(q => q.Wait).Whole(0, ChangeQuery.MaxWait);
        RuleFor(q => q.Include).OneOf("image");
    }
}
