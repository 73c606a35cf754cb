using ExcelDataReader;

namespace PartnershipTracker.Files.Readers;

/// <summary>The merged cells of a sheet that cover several rows. Rows are asked for in their order.</summary>
internal sealed class MergedCells(CellRange[]? ranges)
{
    private readonly CellRange[] _ranges = [.. (ranges ?? []).Where(range => range.ToRow > range.FromRow).OrderBy(range => range.FromRow)];

    /// <summary>The last row that a merged cell covers, by column.</summary>
    private readonly Dictionary<int, int> _lastRows = [];
    private int _next;

    /// <summary>Returns the columns in which a row belongs to a merged cell that begins above it.</summary>
    /// <param name="row">The number of the row, from 0.</param>
    public IReadOnlySet<int> In(int row)
    {
        for (; _next < _ranges.Length && _ranges[_next].FromRow < row; _next++)
        {
            _lastRows[_ranges[_next].FromColumn] = _ranges[_next].ToRow;
        }

        return _lastRows.Count == 0 ? new HashSet<int>() : _lastRows.Where(last => last.Value >= row).Select(last => last.Key).ToHashSet();
    }
}
