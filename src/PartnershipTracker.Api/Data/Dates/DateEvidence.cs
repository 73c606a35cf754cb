namespace PartnershipTracker.Data.Dates;

/// <summary>The conventions that the dates of a file show: those that can be read in one way only tell how to read the others.</summary>
public sealed class DateEvidence
{
    /// <summary>The number of texts to remember, which show nothing new.</summary>
    private const int MaxKnown = 10_000;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<DateOrder> _orders = [];
    private bool _hasDayMonths;

    public void Add(string text)
    {
        if (FuzzyDate.TryParse(text, out _, out _) || text.Length > WrittenDate.MaxLength || _known.Contains(text))
        {
            return;
        }

        if (_known.Count < MaxKnown)
        {
            _known.Add(text);
        }

        var written = DateText.Of(text).Text;
        _hasDayMonths |= DatePatterns.IsDayAndMonth(written);
        var readings = DatePatterns.Read(written, isInRange: false);
        var possible = readings.Where(date => date.FirstDay is not null).ToList();

        if (readings.Count > 1 && possible is [{ Order: { } order, Day: not null, Year: not null }])
        {
            _orders.Add(order);
        }
    }

    /// <summary>Returns the conventions of a file. Its dates decide the order if none is given and they agree.</summary>
    public DateConventions Over(DateConventions given) => given with
    {
        Order = given.Order ?? (_orders.Count == 1 ? _orders.Single() : null),
        HasDayMonths = _hasDayMonths,
    };
}
