using System.Runtime.InteropServices;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>A meeting to count, or several that have the keys and the date in common.</summary>
/// <param name="First">The keys in the first dimension; null for a time.</param>
/// <param name="Second">The keys in the second dimension; null for a time, and if they are among those of the first.</param>
/// <param name="Earliest">The first possible day.</param>
/// <param name="Latest">The last possible day.</param>
/// <param name="Lasted">True if the meeting lasted from the first day to the last.</param>
/// <param name="Status">Planned, held or cancelled.</param>
/// <param name="Meetings">The number of meetings.</param>
internal readonly record struct CountedMeeting(
    string? First, string? Second, DateOnly Earliest, DateOnly Latest, bool Lasted, MeetingStatus Status, int Meetings);

/// <summary>
/// Counts meetings by one or two dimensions, in one pass and with all totals. A meeting in several groups counts once in each and once in
/// each total.
/// </summary>
internal sealed class MeetingCounter(MeetingGroups first, MeetingGroups? second, DateOnly today)
{
    /// <summary>The counts of each group of the first dimension by group of the second: tables of numbers are the fastest.</summary>
    private readonly List<Dictionary<int, MeetingCount>> _cells = [];
    private readonly Dictionary<int, MeetingCount> _firsts = [];
    private readonly Dictionary<int, MeetingCount> _seconds = [];
    private readonly MeetingCount _all = new() { Level = second is null ? 1 : 3 };
    private int _countOfCells;

    /// <summary>The counts: of the groups, of the totals if there are two dimensions, and of all.</summary>
    public IEnumerable<MeetingCount> Counts => [.. _cells.SelectMany(row => row.Values), .. _firsts.Values, .. _seconds.Values, _all];

    /// <summary>The number of groups.</summary>
    public int Groups => second is null ? _firsts.Count : _countOfCells;

    public void Add(in CountedMeeting meeting)
    {
        first.Find(meeting, meeting.First);
        second?.Find(meeting, meeting.Second ?? meeting.First);

        if (first.Found.Count == 0 || second?.Found.Count == 0)
        {
            return;
        }

        var dates = MetDates.Of(meeting, today);
        _all.Add(meeting.Meetings, dates);

        foreach (var row in first.Found)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_firsts, row, out _);
            (count ??= new() { First = first.KeyOf(row), Level = second is null ? 0 : 1 }).Add(meeting.Meetings, dates);
        }

        if (second is not null)
        {
            AddToCells(meeting.Meetings, dates, second);
        }
    }

    private void AddToCells(int meetings, MetDates? dates, MeetingGroups columns)
    {
        foreach (var column in columns.Found)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_seconds, column, out _);
            (count ??= new() { Second = columns.KeyOf(column), Level = 2 }).Add(meetings, dates);
        }

        foreach (var row in first.Found)
        {
            while (_cells.Count <= row)
            {
                _cells.Add([]);
            }

            foreach (var column in columns.Found)
            {
                Cell(row, column, columns).Add(meetings, dates);
            }
        }
    }

    private MeetingCount Cell(int row, int column, MeetingGroups columns)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells[row], column, out var exists);

        if (!exists)
        {
            count = new() { First = first.KeyOf(row), Second = columns.KeyOf(column) };
            _countOfCells++;
        }

        return count!;
    }
}

/// <summary>The bounds of the first and of the last of some meetings that took place.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MetDates(DateOnly FirstEarliest, DateOnly FirstLatest, DateOnly LastEarliest, DateOnly LastLatest)
{
    /// <summary>Returns the dates of a meeting; null if it did not take place, or at an unknown time.</summary>
    public static MetDates? Of(in CountedMeeting meeting, DateOnly today)
    {
        if (meeting.Status is not MeetingStatus.Held || meeting.Earliest == DateOnly.MaxValue)
        {
            return null;
        }

        var last = LastDay(meeting.Earliest, meeting.Latest, today);

        return new(
            meeting.Earliest,
            meeting.Lasted && meeting.Earliest != DateOnly.MinValue ? meeting.Earliest : meeting.Latest,
            meeting.Lasted && meeting.Latest != DateOnly.MaxValue ? Days.Min(meeting.Latest, last) : meeting.Earliest,
            last);
    }

    public MetDates With(in MetDates other) => new(
        Days.Min(FirstEarliest, other.FirstEarliest),
        Days.Min(FirstLatest, other.FirstLatest),
        Days.Max(LastEarliest, other.LastEarliest),
        Days.Max(LastLatest, other.LastLatest));

    /// <summary>Returns the last day that it may have been on: today at the latest, unless its whole date is in the future.</summary>
    private static DateOnly LastDay(DateOnly earliest, DateOnly latest, DateOnly today) => earliest <= today
        ? Days.Min(latest, today)
        : latest == DateOnly.MaxValue ? earliest : latest;
}

/// <summary>The number of meetings in a group, with the first and the last of them that took place.</summary>
internal sealed class MeetingCount : Count
{
    private MetDates? _dates;

    public int Meetings { get; private set; }

    /// <summary>The date of the first meeting, as precisely as it is known; null if the date of none is.</summary>
    public FuzzyDate? FirstMet => _dates is { } dates ? FuzzyDate.Between(dates.FirstEarliest, dates.FirstLatest) : null;

    /// <inheritdoc cref="FirstMet"/>
    public FuzzyDate? LastMet => _dates is { } dates ? FuzzyDate.Between(dates.LastEarliest, dates.LastLatest) : null;

    public void Add(int meetings, in MetDates? dates)
    {
        Meetings += meetings;

        if (dates is { } added)
        {
            _dates = _dates is { } known ? known.With(added) : added;
        }
    }

    /// <summary>Adds the meetings of another group, which has none of these.</summary>
    public MeetingCount Add(MeetingCount other)
    {
        Add(other.Meetings, other._dates);

        return this;
    }
}
