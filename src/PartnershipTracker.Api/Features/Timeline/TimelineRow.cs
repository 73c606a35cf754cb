using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Timeline;

/// <summary>An entry of the timeline as a row of a table. Several values are in one cell, by key and by name.</summary>
/// <param name="Type" example="meeting">The type: a trip, a meeting, or a stage that a collaboration reached.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">The id of the trip, the meeting or the stage.</param>
/// <param name="Date" example="2024-06-28">The date, as precisely as it is known.</param>
/// <param name="Earliest">The first day that it may have been on; null if the start is open or the date unknown.</param>
/// <param name="Latest">The last day that it may have been on; null if the end is open or the date unknown.</param>
/// <param name="PlacedBy" example="date">The kind of this date.</param>
/// <param name="TitleKo">The title in Korean; null for a stage.</param>
/// <param name="TitleEn">The title in English; null for a stage.</param>
/// <param name="Stage" example="active">The stage that was reached; null for trips and meetings.</param>
/// <param name="Status" example="held">The status of a meeting; null for trips and stages.</param>
/// <param name="People" example="chey-tae-won">The keys of the people who took part.</param>
/// <param name="PeopleKo" example="최태원">Their names in Korean.</param>
/// <param name="PeopleEn" example="Chey Tae-won">Their names in English.</param>
/// <param name="Affiliates" example="sk-group; sk-hynix">The keys of the affiliates.</param>
/// <param name="AffiliatesKo" example="SK그룹; SK하이닉스">Their names in Korean.</param>
/// <param name="AffiliatesEn" example="SK Group; SK hynix">Their names in English.</param>
/// <param name="Companies" example="intel">The keys of the companies.</param>
/// <param name="CompaniesKo" example="인텔">Their names in Korean.</param>
/// <param name="CompaniesEn" example="Intel">Their names in English.</param>
/// <param name="Areas" example="hbm-manufacturing">The keys of the areas.</param>
/// <param name="AreasKo">Their names in Korean.</param>
/// <param name="AreasEn">Their names in English.</param>
/// <param name="Trip">The id of the trip of a meeting.</param>
/// <param name="Link" example="/api/v1/meetings/019094ca-3c00-7000-8000-000000000204">
/// The address of the trip, meeting or collaboration.
/// </param>
public sealed record TimelineRow(
    TimelineEntryType Type, Guid Id,
    [property: MaxLength(FuzzyDate.MaxLength)] string Date, DateOnly? Earliest, DateOnly? Latest, Placement PlacedBy,
    [property: MaxLength(LocalizedText.MaxLength)] string? TitleKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? TitleEn,
    CollaborationStage? Stage, MeetingStatus? Status,
    [property: MaxLength(TimelineRow.MaxKeys)] string? People,
    [property: MaxLength(TimelineRow.MaxNames)] string? PeopleKo,
    [property: MaxLength(TimelineRow.MaxNames)] string? PeopleEn,
    [property: MaxLength(TimelineRow.MaxKeys)] string? Affiliates,
    [property: MaxLength(TimelineRow.MaxNames)] string? AffiliatesKo,
    [property: MaxLength(TimelineRow.MaxNames)] string? AffiliatesEn,
    [property: MaxLength(TimelineRow.MaxKeys)] string? Companies,
    [property: MaxLength(TimelineRow.MaxNames)] string? CompaniesKo,
    [property: MaxLength(TimelineRow.MaxNames)] string? CompaniesEn,
    [property: MaxLength(TimelineRow.MaxKeys)] string? Areas,
    [property: MaxLength(TimelineRow.MaxNames)] string? AreasKo,
    [property: MaxLength(TimelineRow.MaxNames)] string? AreasEn,
    Guid? Trip,
    [property: MaxLength(Rules.ShortText)] string Link) : IAuditedRead
{
    private const int MaxKeys = 2 * Rules.ManyItems * (Key.MaxLength + 2);
    private const int MaxNames = 2 * Rules.ManyItems * (LocalizedText.MaxLength + 2);

    private IAuditedRead? _entry;

    IEnumerable<AuditedRead> IAuditedRead.Reads => _entry?.Reads ?? [];

    internal static TimelineRow From(TimelineEntry entry, IReadOnlyDictionary<string, LocalizedText> names)
    {
        string? Ko(IEnumerable<string> keys) => Cells.Join(keys.Select(key => names[key].Ko ?? names[key].En));
        string? En(IEnumerable<string> keys) => Cells.Join(keys.Select(key => names[key].En ?? names[key].Ko));

        return new(
            entry.Type, entry.Id, entry.Date.Edtf, entry.Date.FirstDay, entry.Date.LastDay, entry.PlacedBy,
            entry.Title?.Ko, entry.Title?.En, entry.Stage, entry.Status,
            Cells.Join(entry.People), Ko(entry.People), En(entry.People),
            Cells.Join(entry.Affiliates), Ko(entry.Affiliates), En(entry.Affiliates),
            Cells.Join(entry.Companies), Ko(entry.Companies), En(entry.Companies),
            Cells.Join(entry.Areas), Ko(entry.Areas), En(entry.Areas), entry.Trip, entry.Link)
        { _entry = entry };
    }

    /// <summary>Returns the names of all keys that an entry can have.</summary>
    internal static async Task<Dictionary<string, LocalizedText>> Names(TrackerDb db, CancellationToken cancellation) => new(
        [.. await db.Organizations.All(cancellation), .. await db.People.All(cancellation), .. await db.Areas.All(cancellation)],
        StringComparer.Ordinal);
}
