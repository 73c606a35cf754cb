using Npgsql;

namespace PartnershipTracker.Drills;

/// <summary>A change that waits for a lock on its database row.</summary>
internal sealed class BlockedChange : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private HttpRequestMessage? _patch;
    private Task<HttpResponseMessage>? _change;

    private BlockedChange(Database database) => _connection = new(database.Owner);

    public static async Task<BlockedChange> Take(Database database, HttpClient client, CancellationToken cancellation)
    {
        var blocked = new BlockedChange(database);
        await blocked._connection.OpenAsync(cancellation);
        await using var begin = new NpgsqlCommand("BEGIN", blocked._connection);
        await begin.ExecuteNonQueryAsync(cancellation);
        await using var take = new NpgsqlCommand("SELECT id FROM meetings ORDER BY id LIMIT 1 FOR UPDATE", blocked._connection);
        var id = await take.ExecuteScalarAsync(cancellation);

        blocked._patch = new(HttpMethod.Patch, $"/api/v1/meetings/{id}")
        {
            Content = new StringContent($$"""{"summary":"It waited: {{Guid.CreateVersion7()}}."}""", null, "application/merge-patch+json"),
        };
        blocked._patch.Headers.TryAddWithoutValidation("If-Match", "*");
        blocked._change = client.SendAsync(blocked._patch, cancellation);

        return blocked;
    }

    /// <summary>Releases the lock and returns the status of the change.</summary>
    public async Task<int> Release(CancellationToken cancellation)
    {
        await _connection.CloseAsync();
        using var answer = await _change!;
        await answer.Content.LoadIntoBufferAsync(cancellation);

        return (int)answer.StatusCode;
    }

    public ValueTask DisposeAsync()
    {
        _patch?.Dispose();

        return _connection.DisposeAsync();
    }
}
