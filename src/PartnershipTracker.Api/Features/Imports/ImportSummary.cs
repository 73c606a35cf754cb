using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>What became of the items of a file, counted, and what was wrong with the first thousand that were not taken.</summary>
public sealed class ImportSummary
{
    public const int MaxErrors = 1000;

    private readonly Dictionary<string, int[]> _counts = new(StringComparer.Ordinal);
    private readonly List<ImportErrorResponse> _errors = [];

    public int Failed { get; private set; }

    public int Done { get; private set; }

    public void Count(string resource, ImportRow row, ImportOutcome? outcome, IReadOnlyList<Fault> faults)
    {
        var counts = _counts.TryGetValue(resource, out var known) ? known : _counts[resource] = new int[4];
        counts[outcome is { } so ? (int)so : 3]++;
        Done++;

        if (outcome is null)
        {
            Fail(row, faults);
        }
    }

    /// <summary>What of the file is of no collection.</summary>
    public void Fail(ImportRow row, IReadOnlyList<Fault> faults)
    {
        Failed++;
        _errors.AddRange(faults.Take(MaxErrors - _errors.Count)
            .Select(fault => fault with { Pointer = row.Place(fault.Pointer ?? "#"), Parameter = null })
            .Select(fault => new ImportErrorResponse(row.Line, fault.Pointer!, fault.Code, fault.Detail)));
    }

    public ImportResponse Sum(bool isDryRun, IReadOnlyList<string> order)
    {
        var collections = order.Where(_counts.ContainsKey)
            .Select(resource => (Resource: resource, Counts: _counts[resource]))
            .Select(c => new ImportedCollectionResponse(c.Resource, c.Counts[0], c.Counts[1], c.Counts[2], c.Counts[3])).ToList();

        return new(
            isDryRun, collections.Sum(c => c.Created), collections.Sum(c => c.Updated), collections.Sum(c => c.Unchanged), Failed,
            collections, [.. _errors.OrderBy(e => e.Line)]);
    }
}
