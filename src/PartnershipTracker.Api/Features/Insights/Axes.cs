using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>The items along a dimension, those without any count included, in a stable order.</summary>
internal sealed class Axes(TrackerDb db, MeetingCriteria criteria)
{
    /// <summary>The kinds of the affiliates to show when the query names none.</summary>
    public string[]? Kind { get; init; }

    /// <summary>The only depth of areas to show, from 1; null shows all.</summary>
    public int? Depth { get; init; }

    /// <summary>The most items; more are refused.</summary>
    public int MaxItems { get; init; } = Axis.MaxItems;

    /// <summary>Returns the items of a dimension whose items have keys.</summary>
    public async Task<IReadOnlyList<Named>> Of(Dimension dimension, CancellationToken cancellation)
    {
        if (dimension is Dimension.Area)
        {
            var areas = (await Areas(cancellation)).Where(a => Depth is null || a.Depth == Depth);

            return Bounded([.. areas.Select(a => new Named(a.Id, a.Name))], "area", MaxItems);
        }

        var found = dimension switch
        {
            Dimension.Affiliate => Affiliates(),
            Dimension.Company => Named(db.Companies, criteria.Company),
            _ => Named(db.People, criteria.Person),
        };
        var items = await found.OrderBy(r => r.SortName).ThenBy(r => r.Id).Take(MaxItems + 1)
            .Select(r => new Named(r.Id, r.Name)).ToListAsync(cancellation);

        return Bounded(items, EnumNames.Write(dimension), MaxItems);
    }

    /// <summary>Refuses more items than an axis may have.</summary>
    /// <param name="items">The items.</param>
    /// <param name="parameter">The parameter with which a query selects fewer.</param>
    /// <param name="max">The most items.</param>
    public static IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> items, string parameter, int max) => items.Count <= max ? items
        : throw new ProblemException("unprocessable", Fault.Of(parameter, "too_many", max));

    /// <summary>Returns the areas as a tree, each with its depth: those that the query names and everything below them, or all.</summary>
    public async Task<IReadOnlyList<(string Id, string? Parent, int Depth, LocalizedText Name)>> Areas(CancellationToken cancellation)
    {
        var all = await db.Areas.OrderBy(a => a.SortName).ThenBy(a => a.Id)
            .Select(a => new { a.Id, a.ParentId, a.Name }).ToListAsync(cancellation);
        var below = all.ToLookup(a => a.ParentId);
        var tops = criteria.Area is { Length: > 0 } asked ? asked.ToHashSet(StringComparer.Ordinal) : null;

        return [.. Below(null, 1, isAsked: tops is null)];

        IEnumerable<(string Id, string? Parent, int Depth, LocalizedText Name)> Below(string? parent, int depth, bool isAsked) =>
            below[parent].SelectMany(area =>
            {
                var isShown = isAsked || tops!.Contains(area.Id);
                var rest = Below(area.Id, depth + 1, isShown);

                return isShown ? rest.Prepend((area.Id, area.ParentId, depth, area.Name)) : rest;
            });
    }

    /// <summary>Returns the times from the first to the last that has a count, without a gap.</summary>
    public static IEnumerable<string> Times(Dimension dimension, IEnumerable<string> counted)
    {
        var known = counted.Where(key => !key.StartsWith(Dimensions.Uncertain, StringComparison.Ordinal)).ToList();

        if (known.Count == 0)
        {
            return [];
        }

        return Times(
            dimension,
            Days(dimension, known.Min(StringComparer.Ordinal)!).First,
            Days(dimension, known.Max(StringComparer.Ordinal)!).First);
    }

    /// <summary>Returns the times that a period touches.</summary>
    public static IEnumerable<string> Times(Dimension dimension, DateOnly from, DateOnly to)
    {
        for (var day = Days(dimension, Print(dimension, from)).First; day <= to; day = day.AddMonths(Months(dimension)))
        {
            yield return Print(dimension, day);
        }
    }

    /// <summary>Returns the first and the last day of a time.</summary>
    public static (DateOnly First, DateOnly Last) Days(Dimension dimension, string key)
    {
        var year = int.Parse(key[..4], CultureInfo.InvariantCulture);
        var month = dimension switch
        {
            Dimension.Year => 1,
            Dimension.Quarter => (3 * int.Parse(key[6..], CultureInfo.InvariantCulture)) - 2,
            _ => int.Parse(key[5..], CultureInfo.InvariantCulture),
        };
        var first = new DateOnly(year, month, 1);

        return (first, first.AddMonths(Months(dimension)).AddDays(-1));
    }

    private static int Months(Dimension dimension) => dimension switch { Dimension.Year => 12, Dimension.Quarter => 3, _ => 1 };

    /// <summary>Returns the time that contains a day.</summary>
    public static string Print(Dimension dimension, DateOnly day) => dimension switch
    {
        Dimension.Year => day.ToString("yyyy", CultureInfo.InvariantCulture),
        Dimension.Quarter => string.Create(CultureInfo.InvariantCulture, $"{day.Year}-Q{(day.Month + 2) / 3}"),
        _ => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    private IQueryable<KeyedEntity> Affiliates()
    {
        var kinds = Kind is { Length: > 0 } ? Kind.Select(EnumNames.Read<AffiliateKind>).ToArray()
            : criteria.Affiliate is { Length: > 0 } ? Enum.GetValues<AffiliateKind>()
            : [AffiliateKind.Affiliate];

        return Named(db.Affiliates.Where(a => kinds.Contains(a.Kind)), criteria.Affiliate);
    }

    public static IQueryable<KeyedEntity> Named(IQueryable<KeyedEntity> all, string[]? asked) =>
        asked is { Length: > 0 } ? all.Where(r => asked.Contains(r.Id)) : all;
}
