using System.Collections.ObjectModel;
using ExcelDataReader;

namespace PartnershipTracker.Files.Readers;

/// <summary>The merged cells of a sheet. Rows are asked for in their order.</summary>
internal sealed class MergedCells(CellRange[]? ranges)
{
    private static readonly (IReadOnlySet<int>, IReadOnlyDictionary<int, int>) None =
        (ReadOnlySet<int>.Empty, ReadOnlyDictionary<int, int>.Empty);

    private readonly CellRange[] _ranges = [.. (ranges ?? []).OrderBy(range => range.FromRow)];
    private readonly List<CellRange> _here = [];
    private int _next;

    /// <summary>
    /// Returns the columns in which a row belongs to a merged cell that begins above it, and those in which it belongs to one that begins
    /// in the same row, each with the column where that one begins.
    /// </summary>
    /// <param name="row">The number of the row, from 0.</param>
    public (IReadOnlySet<int> Above, IReadOnlyDictionary<int, int> Beside) In(int row)
    {
        _here.RemoveAll(range => range.ToRow < row);

        for (; _next < _ranges.Length && _ranges[_next].FromRow <= row; _next++)
        {
            if (_ranges[_next].ToRow >= row)
            {
                _here.Add(_ranges[_next]);
            }
        }

        if (_here.Count == 0)
        {
            return None;
        }

        var above = _here.Where(range => range.FromRow < row).SelectMany(ColumnsOf).ToHashSet();
        var beside = _here.Where(range => range.FromRow == row)
            .SelectMany(range => ColumnsOf(range).Skip(1).Select(column => (column, range.FromColumn)));

        return (above, beside.DistinctBy(c => c.column).ToDictionary(c => c.column, c => c.FromColumn));

        static IEnumerable<int> ColumnsOf(CellRange range) =>
            Enumerable.Range(range.FromColumn, Math.Max(0, range.ToColumn - range.FromColumn + 1));
    }
}
