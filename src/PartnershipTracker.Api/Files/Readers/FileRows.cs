using System.Collections.ObjectModel;

namespace PartnershipTracker.Files.Readers;

/// <summary>A row of a file, before it is known what its cells mean.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells as texts.</param>
internal sealed record FileRow(int Line, string[] Cells)
{
    /// <summary>The reason why the row cannot be read.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The number of the cell that has the fault.</summary>
    public int? At { get; init; }

    /// <summary>The numbers of the cells that are merged with those above.</summary>
    public IReadOnlySet<int> MergedAbove { get; init; } = new HashSet<int>();

    /// <summary>The numbers of the cells that are merged with one to their left in the same row, each with that of this one.</summary>
    public IReadOnlyDictionary<int, int> MergedBeside { get; init; } = ReadOnlyDictionary<int, int>.Empty;

    /// <summary>The numbers of the cells that are struck through, wholly or in part.</summary>
    public IReadOnlySet<int> Struck { get; init; } = new HashSet<int>();

    /// <summary>True when the spreadsheet does not show the row.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The line of the upper row, where two rows are one header.</summary>
    public int? UpperLine { get; init; }

    /// <summary>True when the rest of the file cannot be read after this row.</summary>
    public bool IsLast { get; init; }
}

/// <summary>The rows of a table in a file, which can be read several times, one after the other.</summary>
internal abstract class FileRows
{
    /// <summary>The number of rows among which the header is searched.</summary>
    public const int MaxAbove = 20;

    /// <summary>True when a text may be a formula, because the format does not tell them apart.</summary>
    public abstract bool HasFormulas { get; }

    /// <summary>The note about how the file was read, with the line of the header.</summary>
    public abstract Fault NoteOf(int header);

    public abstract IEnumerable<FileRow> Read();

    /// <summary>Reads the rows among which the header is.</summary>
    public IEnumerable<FileRow> Beginning() =>
        Read().Where(row => row.Fault is not null || row.Cells.Any(cell => cell.Length > 0)).Take(MaxAbove);
}
