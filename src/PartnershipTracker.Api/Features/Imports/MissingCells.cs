using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The explanation of faults of missing cells in a table: the possible values, and the reasons why they may be missing.</summary>
internal static class MissingCells
{
    /// <summary>Completes the faults of a row, whose pointers name the columns.</summary>
    public static IEnumerable<Fault> Explain(IReadOnlyList<Fault> faults, ImportRow row, string table)
    {
        // A person who is not found has no organization either.
        var explained = faults.Where(fault => !IsPresumed(fault, row)
            && !(fault.Code is "one_of_two" && faults.Any(f => f.Pointer == fault.Pointer && f.Code is not "one_of_two"))).ToList();

        for (var (n, isFirst) = (0, true); n < explained.Count; n++)
        {
            if (ColumnOf(explained[n]) is { } column)
            {
                var words = column is "id" ? Messages.Fault("no_key_proposed")
                    : TableVocabulary.WordsOf(table, column) is { } known ? Messages.Fault("one_of_words", known) : "";
                explained[n] = explained[n] with { Hint = words + (isFirst ? Reason(row, column) : "") };
                isFirst = false;
            }
        }

        return explained;
    }

    private static string? ColumnOf(Fault fault) =>
        fault is { Code: "required" or "language_required", Pointer: ['#', '/', .. var column] } ? column : null;

    /// <summary>Returns true for a missing cell that a column with an unknown header may have.</summary>
    private static bool IsPresumed(Fault fault, ImportRow row) => ColumnOf(fault) is { } column && row.PresumedColumns.Contains(column);

    private static string Reason(ImportRow row, string column) =>
        row.Cells!.Count > 1 && row.Cells.Values.Count(cell => cell is not null) == 1 ? Messages.Fault("maybe_note")
        : row.BlankBelow.Contains(column) ? Messages.Fault("maybe_merged", string.Join(", ", row.BlankBelow
            .Where(name => name is not ("id" or "externalId")).Select(name => $"`{row.Headers?.GetValueOrDefault(name) ?? name}`")))
        : "";
}
