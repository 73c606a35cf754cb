using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>What can be asked of a calendar, beside which meetings are meant.</summary>
public sealed class CalendarQuery : Query
{
    /// <summary>The language of titles and names, where there are both; `en` unless said.</summary>
    public string? Lang { get; init; }

    /// <summary>
    /// `true` adds the meetings of which no exact day is known, as tentative, over all the days that they may have been on.
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

/// <summary>Meetings as events of whole days: no calendar shows a day more exact than it is known without saying so.</summary>
internal sealed class MeetingCalendar(CalendarQuery query)
{
    /// <summary>The EDTF of one day, without a qualifier.</summary>
    private const string OneDay = "____-__-__";

    private readonly bool _isKorean = query.Lang is "ko";

    public string Name => _isKorean ? "회동" : "Meetings";

    public IQueryable<Meeting> Among(IQueryable<Meeting> found) => query.Uncertain is "true" ? found
        : found.Where(m => EF.Functions.Like(m.Date.Edtf, OneDay)
            || (EF.Functions.Like(m.Date.Edtf, Periods.Lasting) && m.Date.Latest < DateOnly.MaxValue
                && !EF.Functions.Like(m.Date.Edtf, "%~%") && !EF.Functions.Like(m.Date.Edtf, "%?%")
                && !EF.Functions.Like(m.Date.Edtf, @"%\%%")));

    public CalendarEvent Event(MeetingRow row)
    {
        var isExact = FuzzyDate.Parse(row.Date) is
        {
            Precision: FuzzyDatePrecision.Day or FuzzyDatePrecision.Interval,
            Qualifier: FuzzyDateQualifier.None,
            IsOpen: false,
        };
        var title = Said(row.TitleKo, row.TitleEn)!;

        return new(
            row.Id, row.Version, row.UpdatedAt, row.Earliest, row.Latest ?? row.Earliest, Status(row, isExact),
            isExact ? title : $"{title} ({row.Date})", Place(row), Description(row));
    }

    /// <summary>A planned meeting whose day is set is confirmed: what is tentative here is the day.</summary>
    private static EventStatus Status(MeetingRow row, bool isExact) =>
        row.Status == EnumNames.Write(MeetingStatus.Cancelled) ? EventStatus.Cancelled
        : isExact ? EventStatus.Confirmed
        : EventStatus.Tentative;

    private static string? Place(MeetingRow row) =>
        string.Join(", ", new[] { row.Venue, row.City, row.Region, row.Country }.OfType<string>()) is { Length: > 0 } place ? place : null;

    private string? Description(MeetingRow row) => string.Join('\n', new[]
    {
        Said(row.PeopleKo, row.PeopleEn),
        Said(row.PartiesKo, row.PartiesEn),
        Said(row.AffiliatesKo, row.AffiliatesEn),
        Said(row.CompaniesKo, row.CompaniesEn),
        Said(row.AreasKo, row.AreasEn),
        row.Summary,
    }.OfType<string>()) is { Length: > 0 } text ? text : null;

    private string? Said(string? ko, string? en) => _isKorean ? ko ?? en : en ?? ko;
}
