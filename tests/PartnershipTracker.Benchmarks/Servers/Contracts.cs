using System.Text.Json.Serialization;

namespace PartnershipTracker.Benchmarks.Servers;

// The answers of the product, member for member, so that all servers send the same bytes.
internal sealed record TextDto(string? Ko, string? En);

internal sealed record PlaceDto(string? Venue, string? City, string? Region, string? Country);

internal sealed record DateDto(
    string Edtf, string Precision, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Qualifier,
    string Earliest, string? Latest)
{
    private const string Day = "yyyy-MM-dd";

    public static DateDto Of(string edtf, DateOnly earliest, DateOnly latest) => new(
        edtf,
        edtf switch
        {
            ['[', ..] => "within",
            _ when edtf.Contains('/', StringComparison.Ordinal) => "interval",
            { Length: <= 5 } => "year",
            { Length: <= 8 } => "month",
            _ => "day",
        },
        (edtf.AsSpan().ContainsAny('~', '%'), edtf.AsSpan().ContainsAny('?', '%')) switch
        {
            (true, true) => "both",
            (true, false) => "approximate",
            (false, true) => "uncertain",
            _ => null,
        },
        earliest.ToString(Day, null),
        latest == DateOnly.MaxValue ? null : latest.ToString(Day, null));
}

internal sealed record ParticipantDto(
    Guid Id, string? Organization, TextDto? Party, string? Person, string? StatedTitle, string Side, string Role, int? HeadCount,
    bool Disputed, bool Unsupported);

internal sealed record AreaLinkDto(
    string Area, IReadOnlyList<string> Affiliates, IReadOnlyList<string> Companies, string Basis, string? Rationale, bool Disputed,
    bool Unsupported);

internal sealed record MeetingDto(
    Guid Id, string? ExternalId, TextDto Title, string Kind, string Format, string Status, string Confidentiality,
    IReadOnlyList<string> Readers, DateDto Date, PlaceDto? Place, Guid? Trip, int? TripOrder, string? Summary,
    List<ParticipantDto> Participants, List<AreaLinkDto> Areas, bool Disputed, bool Unsupported, IReadOnlyList<string> Modalities,
    int Version, DateTime CreatedAt, DateTime UpdatedAt);

internal sealed record AliasDto(string Name, bool Weak);

internal sealed record PositionDto(
    Guid Id, string Organization, TextDto Title, DateDto? From, DateDto? To, bool Disputed, bool Unsupported);

internal sealed record PersonDto(
    string Id, TextDto Name, IReadOnlyList<AliasDto> Aliases, List<PositionDto> Positions, int Version, DateTime CreatedAt,
    DateTime UpdatedAt);

internal sealed record PageDto<T>(
    IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageDto<MeetingDto>))]
[JsonSerializable(typeof(PageDto<PersonDto>))]
internal sealed partial class ContractJson : JsonSerializerContext;

/// <summary>The cursor of the servers that the product is compared with: the sort keys of the last row.</summary>
internal sealed record PageCursor(DateOnly Earliest, DateOnly Latest, int Order, Guid Id)
{
    public static PageCursor? Read(string? text) => text?.Split('_') is [var earliest, var latest, var order, var id]
        ? new(DateOnly.Parse(earliest, null), DateOnly.Parse(latest, null), int.Parse(order, null), Guid.Parse(id, null))
        : null;

    /// <summary>Returns the URL of the next page.</summary>
    public string Next(HttpRequest request) => $"{request.Path}{QueryString.Create(request.Query.Where(q => q.Key is not "cursor"))
        .Add("cursor", FormattableString.Invariant($"{Earliest:O}_{Latest:O}_{Order}_{Id}"))}";
}
