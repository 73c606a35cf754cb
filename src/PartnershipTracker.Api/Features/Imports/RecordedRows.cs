using System.Text;

namespace PartnershipTracker.Features.Imports;

/// <summary>A version that an import has written, with the one before it.</summary>
/// <param name="ResourceId">The id of the resource.</param>
/// <param name="Version">The version.</param>
/// <param name="Image">The body of a GET of that version.</param>
/// <param name="Confidentiality">The confidentiality of that version.</param>
/// <param name="Readers">The readers of that version.</param>
/// <param name="Before">The body of the version before; null for a new resource.</param>
/// <param name="ConfidentialityBefore">The confidentiality of the version before.</param>
/// <param name="ReadersBefore">The readers of the version before.</param>
internal sealed record WrittenVersion(
    string ResourceId, int Version, string Image, string Confidentiality, string[] Readers,
    string? Before, string? ConfidentialityBefore, string[]? ReadersBefore);

/// <summary>
/// The rows of a running import. A temporary file holds them until it is known what the import keeps: they are stored in its transaction,
/// or after its rollback.
/// </summary>
internal sealed class RecordedRows : IAsyncDisposable
{
    private const int BatchSize = 1000;

    private readonly FileStream _file = BufferedUpload.Open();
    private readonly StreamWriter _lines;
    private readonly TrackerDb _db;
    private readonly Guid _import;
    private int _count;

    public RecordedRows(TrackerDb db, Guid import)
    {
        (_db, _import) = (db, import);
        _lines = new StreamWriter(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
    }

    /// <summary>The id of the import.</summary>
    public Guid Import => _import;

    public void Add(ImportedRow row)
    {
        row.Number = _count++;
        _lines.WriteLine(JsonSerializer.Serialize(row));
    }

    /// <summary>Returns the versions of some resources that the open transaction has written, by id.</summary>
    public async Task<Dictionary<string, WrittenVersion>> Written(
        string resource, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var wanted = ids.ToArray();
        var found = wanted.Length == 0 ? [] : await _db.Database.SqlQuery<WrittenVersion>(
            $"""
            SELECT c.resource_id, c.version, c.image::text AS image, c.confidentiality, c.readers,
                b.image::text AS before, b.confidentiality AS confidentiality_before, b.readers AS readers_before
            FROM changes c LEFT JOIN changes b ON c.operation = 'update'
                AND b.resource = c.resource AND b.resource_id = c.resource_id AND b.version = c.version - 1
            WHERE c.resource = {resource} AND c.resource_id = ANY ({wanted}) AND c.import_id = {_import}
            """).ToListAsync(cancellation);

        return found.GroupBy(v => v.ResourceId, StringComparer.Ordinal)
            .ToDictionary(v => v.Key, versions => versions.MaxBy(v => v.Version)!, StringComparer.Ordinal);
    }

    /// <summary>Stores the rows in the open transaction.</summary>
    public async Task Store(CancellationToken cancellation)
    {
        await _lines.FlushAsync(cancellation);
        _file.Position = 0;
        using var lines = new StreamReader(_file, leaveOpen: true);
        var rows = new NewRows(_db);

        for (var count = 1; await lines.ReadLineAsync(cancellation) is { } line; count++)
        {
            rows.Add(JsonSerializer.Deserialize<ImportedRow>(line)!);

            if (count % BatchSize == 0)
            {
                await rows.Write(cancellation);
            }
        }

        await rows.Write(cancellation);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
