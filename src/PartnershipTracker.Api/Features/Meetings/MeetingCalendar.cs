using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The options of a calendar, in addition to the filters of meetings.</summary>
public sealed class CalendarQuery : Query
{
    /// <summary>The language of titles and names that exist in both languages; `en` by default.</summary>
    public string? Lang { get; init; }

    /// <summary>
    /// `true`: meetings without an exact day are included as tentative events that last over all possible days; `false` by default.
    /// Meetings with an unknown date (`XXXX`) are never included.
    /// </summary>
    public string? Uncertain { get; init; }
}

public sealed class CalendarQueryValidator : AbstractValidator<CalendarQuery>
{
    public CalendarQueryValidator()
    {
        RuleFor(q => q.Lang).OneOf("en", "ko");
        RuleFor(q => q.Uncertain).Flag();
    }
}

/// <summary>
/// The meetings as events of whole days. A meeting whose day is not known exactly is marked as tentative, and its title names the date as
/// it is known.
/// </summary>
internal sealed class MeetingCalendar(CalendarQuery query)
{
    /// <summary>The EDTF of one day, without a qualifier.</summary>
    private const string OneDay = "____-__-__";

    private readonly bool _isKorean = query.Lang is "ko";

    public string Name => _isKorean ? "회동" : "Meetings";

    public IQueryable<Meeting> Among(IQueryable<Meeting> found) => query.Uncertain is "true"
        ? found.Where(m => m.Date.Earliest < DateOnly.MaxValue)
        : found.Where(m => EF.Functions.Like(m.Date.Edtf, OneDay)
            || (EF.Functions.Like(m.Date.Edtf, Periods.Lasting) && m.Date.Earliest > DateOnly.MinValue && m.Date.Latest < DateOnly.MaxValue
                && !EF.Functions.Like(m.Date.Edtf, "%~%") && !EF.Functions.Like(m.Date.Edtf, "%?%")
                && !EF.Functions.Like(m.Date.Edtf, @"%\%%")));

    public CalendarEvent Event(MeetingRow row)
    {
        var date = FuzzyDate.Parse(row.Date);
        var isExact = date is
        {
            Precision: FuzzyDatePrecision.Day or FuzzyDatePrecision.Interval,
            Qualifier: FuzzyDateQualifier.None,
            FirstDay: not null,
            LastDay: not null,
        };
        var known = (date.FirstDay ?? date.LastDay)!.Value;
        var title = Localized(row.TitleKo, row.TitleEn)!;

        return new(
            row.Id, row.Version, row.UpdatedAt, known, date.LastDay ?? known, Status(row, isExact),
            isExact ? title : $"{title} ({row.Date})", Place(row), Description(row));
    }

    /// <summary>Returns the status of the event. A planned meeting with an exact day is confirmed: only days are tentative here.</summary>
    private static EventStatus Status(MeetingRow row, bool isExact) =>
        row.Status == EnumNames.Write(MeetingStatus.Cancelled) ? EventStatus.Cancelled
        : isExact ? EventStatus.Confirmed
        : EventStatus.Tentative;

    private static string? Place(MeetingRow row) =>
        string.Join(", ", new[] { row.Venue, row.City, row.Region, row.Country }.OfType<string>()) is { Length: > 0 } place ? place : null;

    private string? Description(MeetingRow row) => string.Join('\n', new[]
    {
        Localized(row.PeopleKo, row.PeopleEn),
        Several((row.PartiesKo ?? []).Zip(row.PartiesEn ?? [], (ko, en) => Localized(ko, en)!)),
        Localized(row.AffiliatesKo, row.AffiliatesEn),
        Localized(row.CompaniesKo, row.CompaniesEn),
        Localized(row.AreasKo, row.AreasEn),
        row.Summary,
    }.OfType<string>()) is { Length: > 0 } text ? text : null;

    private string? Localized(string[]? ko, string[]? en) => Several((_isKorean ? ko : en) ?? []);

    private string? Localized(string? ko, string? en) =>
        (_isKorean ? new[] { ko, en } : [en, ko]).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static string? Several(IEnumerable<string> texts) => string.Join("; ", texts) is { Length: > 0 } text ? text : null;
}
