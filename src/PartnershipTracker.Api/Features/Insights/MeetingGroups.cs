namespace PartnershipTracker.Features.Insights;

/// <summary>The groups along a dimension of meetings, which are numbered in the order in which they are found.</summary>
internal sealed class MeetingGroups
{
    private readonly Dictionary<string, int[]> _groupsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(DateOnly, DateOnly, bool), int[]> _groupsOfDates = [];
    private readonly List<string> _keys = [];

    /// <summary>True if a meeting has a list of keys, which spaces separate.</summary>
    private bool IsList { get; init; }

    private bool IsFixed { get; init; }

    private Func<CountedMeeting, IEnumerable<string>>? Times { get; init; }

    /// <summary>The groups of the meeting that <see cref="Find"/> has just got, each once.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Returns the groups of all keys; each is a group.</summary>
    public static MeetingGroups OfAll(bool isList) => new() { IsList = isList };

    /// <summary>Returns the groups of some keys; others are in no group. A key may be in several groups.</summary>
    public static MeetingGroups Of(IEnumerable<(string Key, string Group)> members)
    {
        var groups = new MeetingGroups { IsList = true, IsFixed = true };

        foreach (var key in members.GroupBy(m => m.Key, m => m.Group, StringComparer.Ordinal))
        {
            groups._groupsOf[key.Key] = [.. key.Select(groups.Number)];
        }

        return groups;
    }

    /// <summary>Returns the groups of times, which the dates of a meeting determine.</summary>
    public static MeetingGroups OfTimes(Func<CountedMeeting, IEnumerable<string>> times) => new() { Times = times };

    /// <summary>Returns the key of a group; null for a place that is not known.</summary>
    public string? KeyOf(int group) => _keys[group] is { Length: > 0 } key ? key : null;

    /// <summary>Finds the groups of a meeting with these keys.</summary>
    public void Find(in CountedMeeting meeting, ReadOnlySpan<char> keys)
    {
        Found.Clear();

        if (Times is not null)
        {
            Found.AddRange(OfDates(meeting));
        }
        else if (!IsList)
        {
            Found.AddRange(OfKey(keys));
        }
        else
        {
            foreach (var key in keys.Split(' '))
            {
                Include(OfKey(keys[key]));
            }
        }
    }

    private void Include(int[] groups)
    {
        foreach (var group in groups)
        {
            if (!Found.Contains(group)) // a meeting has few
            {
                Found.Add(group);
            }
        }
    }

    private int[] OfKey(ReadOnlySpan<char> key)
    {
        var groupsOf = _groupsOf.GetAlternateLookup<ReadOnlySpan<char>>();

        if (!groupsOf.TryGetValue(key, out var groups))
        {
            groupsOf[key] = groups = IsFixed ? [] : [Number(key.ToString())];
        }

        return groups;
    }

    private int[] OfDates(in CountedMeeting meeting)
    {
        var dates = (meeting.Earliest, meeting.Latest, meeting.Lasted);

        if (!_groupsOfDates.TryGetValue(dates, out var groups))
        {
            _groupsOfDates[dates] = groups = [.. Times!(meeting).Select(Number)];
        }

        return groups;
    }

    private int Number(string key)
    {
        if (_numbers.TryAdd(key, _keys.Count))
        {
            _keys.Add(key);
        }

        return _numbers[key];
    }
}
