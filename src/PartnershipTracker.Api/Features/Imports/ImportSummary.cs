using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The counts of an import by collection and outcome, with its first 1000 errors and notes.</summary>
public sealed class ImportSummary
{
    public const int MaxErrors = ImportFile.MaxListed;

    private readonly Dictionary<string, int[]> _counts = new(StringComparer.Ordinal);
    private readonly List<ImportErrorResponse> _errors = [];
    private readonly List<ImportErrorResponse> _notes = [];
    private int _skipped;

    /// <summary>The number of items that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The number of items that have been processed, failed ones included.</summary>
    public int Done { get; private set; }

    /// <summary>Counts an item, and adds its faults.</summary>
    /// <returns>All errors of the item.</returns>
    public IReadOnlyList<ImportErrorResponse> Count(string resource, ImportRow row, ImportOutcome outcome, IReadOnlyList<Fault> faults)
    {
        var counts = _counts.TryGetValue(resource, out var known) ? known : _counts[resource] = new int[4];
        counts[(int)outcome]++;
        Done++;

        return outcome is ImportOutcome.Refuse ? Fail(row, faults) : [];
    }

    /// <summary>Counts a failed row, which may belong to no collection, and adds its faults.</summary>
    public IReadOnlyList<ImportErrorResponse> Fail(ImportRow row, IReadOnlyList<Fault> faults)
    {
        Failed++;
        var errors = Explain(row, faults).ToList();
        _errors.AddRange(errors.Take(MaxErrors - _errors.Count));

        return errors;
    }

    /// <summary>Adds the notes about the reading of a file, and counts its rows that are no items.</summary>
    public void AddNotesOf(ImportFile file)
    {
        _skipped += file.Skipped;
        file.Notes.ToList().ForEach(row => Note(row, row.Faults));
    }

    /// <summary>Adds notes about an imported row.</summary>
    public void Note(ImportRow row, IReadOnlyList<Fault> notes) =>
        _notes.AddRange(Explain(row, notes).Take(MaxErrors - _notes.Count));

    /// <summary>Counts failed rows whose faults are not listed.</summary>
    public void FailUnlisted(int count) => Failed += count;

    private static IEnumerable<ImportErrorResponse> Explain(ImportRow row, IReadOnlyList<Fault> faults) => faults
        .Select(fault => fault with { Pointer = row.Place(fault.Pointer ?? "#"), Parameter = null })
        .Select(fault => new ImportErrorResponse(row.Line, Short(fault.Pointer!), fault.Code, Short(fault.Detail)));

    /// <summary>Shortens a text, which may repeat a whole item.</summary>
    private static string Short(string text) =>
        text.Length <= ListFilter.MaxUrl ? text : string.Concat(text.AsSpan(0, ListFilter.MaxUrl - 1), "…");

    /// <summary>Returns the counts, with the collections in the given order.</summary>
    public ImportResponse ToResponse(Guid id, bool isDryRun, IReadOnlyList<string> order)
    {
        var collections = order.Where(_counts.ContainsKey)
            .Select(resource => (Resource: resource, Counts: _counts[resource]))
            .Select(c => new ImportedCollectionResponse(c.Resource, c.Counts[0], c.Counts[1], c.Counts[2], c.Counts[3])).ToList();

        return new(
            id, isDryRun, collections.Sum(c => c.Created), collections.Sum(c => c.Updated), collections.Sum(c => c.Unchanged), Failed,
            _skipped, collections, [.. _errors.OrderBy(e => e.Line)], [.. _notes.OrderBy(n => n.Line)], []);
    }
}
