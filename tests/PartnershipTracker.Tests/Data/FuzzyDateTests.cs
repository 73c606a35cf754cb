using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Data;

/// <summary>The properties of any fuzzy date.</summary>
public sealed class FuzzyDateTests
{
    private const int Iterations = 1_000;
    private const string OneDate = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?";
    private const string Forms =
        $@"XXXX|{OneDate}|{OneDate}/({OneDate}|\.\.)|\.\./{OneDate}|\[{OneDate}\.\.{OneDate}\]|\[{OneDate}(,{OneDate}){{1,9}}\]";

    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly Regex Grammar = new($@"\A({Forms})\z", Plain);
    private static readonly Regex OtherSeasons = new(@"[0-9]{4}-(2[5-9]|3[012789])([^-0-9]|\z)", Plain);

    /// <summary>The codes of seasons, quarters and halves at the ends of their ranges.</summary>
    private static readonly int[] Codes = [21, 24, 33, 36, 40, 41];

    private static readonly DateOnly First = new(FuzzyDate.FirstYear, 1, 1);
    private static readonly DateOnly Last = new(FuzzyDate.LastYear, 12, 31);

    private static readonly Gen<DateOnly> AnyDay = Days(First, Last);
    private static readonly Gen<string> AnyDate = Dates(AnyDay);

    /// <summary>Days so close to each other that dates and periods touch, overlap and miss in every way.</summary>
    private static readonly Gen<DateOnly> NearDay = Days(new DateOnly(2023, 12, 20), new DateOnly(2024, 3, 10));
    private static readonly Gen<(string Edtf, DateOnly? From, DateOnly? To)> DateAndWindow =
        Gen.Select(Dates(NearDay), Gen.Nullable(NearDay, 0.2), Gen.Nullable(NearDay, 0.2));

    /// <summary>Valid dates with a few characters changed: the texts most likely to be accepted by mistake.</summary>
    private static readonly Gen<string> NearMiss =
        Gen.Select(AnyDate, Gen.Int[0, 30], Gen.Int[0, 2], Gen.Char["0123456789-/.[]~?%X,T,: \n٣３"].Array[0, 2])
            .Select((edtf, at, removed, added) => string.Concat([.. edtf.Take(at), .. added, .. edtf.Skip(at + removed)]));

    [Fact]
    public void Parsing_an_invalid_date_fails_with_the_reason()
    {
        var refused = Assert.Throws<FormatException>(() => FuzzyDate.Parse("2024-02-30"));

        Assert.Contains(nameof(FuzzyDateFault.NoSuchDay), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_date_prints_its_own_text_and_has_ordered_bounds() => AnyDate.Sample(edtf =>
    {
        var date = FuzzyDate.Parse(edtf);
        Assert.Equal(edtf, date.ToString());
        Assert.Equal(date, FuzzyDate.Parse(date.Edtf));
        Assert.True(date.Earliest <= date.Latest);
        Assert.True((date.FirstDay ?? First) >= First && (date.LastDay ?? Last) <= Last.AddMonths(2)); // winter ends in the next year
        Assert.InRange(edtf.Length, 4, FuzzyDate.MaxLength);
    }, iter: Iterations);

    [Fact]
    public void A_year_or_month_contains_exactly_the_days_that_start_with_its_text() =>
        Gen.Select(NearDay, Gen.OneOf(4, 7, 10), NearDay).Sample((day, length, other) =>
        {
            var written = Written(day)[..length];
            var date = FuzzyDate.Parse(written);
            Assert.Equal(Written(other).StartsWith(written, StringComparison.Ordinal), date.Earliest <= other && other <= date.Latest);
            Assert.Equal((written, written), (Written(date.Earliest)[..length], Written(date.Latest)[..length]));
        }, iter: Iterations);

    [Fact]
    public void Any_text_is_either_a_date_by_the_grammar_or_refused() => Gen.OneOf<string>(NearMiss, AnyDate, Gen.String).Sample(text =>
    {
        var isDate = FuzzyDate.TryParse(text, out var date, out var fault);

        Assert.Equal(isDate, fault is FuzzyDateFault.None);
        Assert.Equal(isDate ? text : null, date?.ToString());
        Assert.Equal(!Grammar.IsMatch(text) || OtherSeasons.IsMatch(text), fault is FuzzyDateFault.Malformed);
    }, iter: 5 * Iterations);

    [Fact]
    public void A_closed_date_is_within_a_period_exactly_as_its_days_are() => DateAndWindow.Where(x => !x.Edtf.EndsWith('.') && x.Edtf is not (['.', ..] or "XXXX")).Sample(x =>
    {
        var date = FuzzyDate.Parse(x.Edtf);
        var days = Enumerable.Range(0, date.Latest.DayNumber - date.Earliest.DayNumber + 1).Select(date.Earliest.AddDays).ToList();
        bool IsInside(DateOnly day) => (x.From is null || day >= x.From) && (x.To is null || day <= x.To);

        Assert.Equal(days.Any(IsInside), date.IsPossiblyWithin(x.From, x.To));
        Assert.Equal(days.All(IsInside), date.IsCertainlyWithin(x.From, x.To));
    }, iter: Iterations);

    [Fact]
    public void A_date_that_is_certainly_within_a_period_is_possibly_within_it() => DateAndWindow.Sample(x =>
    {
        var date = FuzzyDate.Parse(x.Edtf);
        Assert.True(date.IsPossiblyWithin(x.From, x.To) || !date.IsCertainlyWithin(x.From, x.To));
    }, iter: Iterations);

    [Fact]
    public void An_open_date_is_certainly_within_open_periods_only()
    {
        var date = FuzzyDate.Parse("2024-07-09/..");

        Assert.True(date.IsCertainlyWithin(Day("2024-07-09"), null));
        Assert.False(date.IsCertainlyWithin(Day("2024-07-10"), null));
        Assert.False(date.IsCertainlyWithin(null, DateOnly.MaxValue));
        Assert.True(date.IsPossiblyWithin(Day("2199-01-01"), Day("2199-01-01")));
        Assert.False(date.IsPossiblyWithin(null, Day("2024-07-08")));
    }

    [Fact]
    public void An_unknown_date_is_within_no_period()
    {
        Assert.False(FuzzyDate.Unknown.IsPossiblyWithin(Day("2024-01-01"), null) || FuzzyDate.Unknown.IsCertainlyWithin(Day("2024-01-01"), null));
        Assert.False(FuzzyDate.Unknown.IsPossiblyWithin(null, Day("2024-01-01")) || FuzzyDate.Unknown.IsCertainlyWithin(null, Day("2024-01-01")));
        Assert.True(FuzzyDate.Unknown.IsPossiblyWithin(null, null));
    }

    [Fact]
    public void Dates_are_ordered_by_their_bounds_and_equal_if_their_texts_are()
    {
        string[] ordered = ["../2024-07", "2023/..", "2024-01-01", "2024-01", "2024", "2024-01/..", "2024-06-22", "[2024-06-22..2024-07-09]", "XXXX"];
        Assert.Equal(ordered, ordered.Reverse().Select(FuzzyDate.Parse).Order().Select(date => date.Edtf));

        var (plain, qualified) = (FuzzyDate.Parse("2024"), FuzzyDate.Parse("2024~"));
        Assert.True(plain.CompareTo(qualified) == 0 && plain <= qualified && plain >= qualified);
        Assert.False(plain < qualified || plain > qualified);
        Assert.NotEqual(plain, qualified);
        Assert.Equal(plain.GetHashCode(), FuzzyDate.Parse("2024").GetHashCode());
        Assert.True(plain > null && plain.CompareTo(null) > 0);
    }

    [Fact]
    public void The_database_stores_only_the_text_and_the_bounds_of_a_date()
    {
        using var db = new DateContext(new DbContextOptionsBuilder<DateContext>().UseNpgsql().Options);

        var date = db.Model.FindEntityType(typeof(DatedRow))!.FindComplexProperty(nameof(DatedRow.On))!.ComplexType;

        Assert.Equal(["Earliest", "Edtf", "Latest"], date.GetProperties().Select(property => property.Name).Order());
        Assert.Equal(3, date.ConstructorBinding!.ParameterBindings.Count);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Gen<DateOnly> Days(DateOnly from, DateOnly to) => Gen.Int[from.DayNumber, to.DayNumber].Select(DateOnly.FromDayNumber);

    /// <summary>Generates dates from two ordered days, each written as a year, a month or a day.</summary>
    private static Gen<string> Dates(Gen<DateOnly> days) =>
        Gen.Select(days, days, Gen.OneOf(4, 7, 10).Array[2], Gen.OneOf("", "~", "?", "%").Array[2], Gen.Int[0, 6])
            .Select((one, other, lengths, suffixes, form) =>
            {
                var start = Written(one < other ? one : other)[..lengths[0]] + suffixes[0];
                var end = Written(one < other ? other : one)[..lengths[1]] + suffixes[1];
                var isSet = string.CompareOrdinal(start, end) < 0 && lengths is [10, 10];

                return form switch
                {
                    0 => start,
                    1 => $"{start}/{end}",
                    2 => $"{start}/..",
                    3 => $"../{end}",
                    4 => isSet && one != other ? $"[{start},{end}]" : "XXXX",
                    5 => $"{start[..4]}-{Codes[one.Day % Codes.Length]}{suffixes[0]}",
                    _ => $"[{start}..{end}]",
                };
            });

    private sealed class DatedRow
    {
        public int Id { get; init; }
        public required FuzzyDate On { get; init; }
    }

    private sealed class DateContext(DbContextOptions<DateContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<DatedRow>();
    }
}
