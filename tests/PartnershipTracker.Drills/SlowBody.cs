using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;

namespace PartnershipTracker.Drills;

/// <summary>A body whose second half comes when it may, and a little later.</summary>
internal sealed class SlowBody : HttpContent
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(500);

    private readonly byte[] _body;
    private readonly Task _go;

    public SlowBody(MeetingCreation order, Task go)
    {
        (_body, _go) = (Encoding.UTF8.GetBytes(order.Meeting.ToJsonString()), go);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2));
        await stream.FlushAsync();
        await _go;
        await Task.Delay(Later);
        await stream.WriteAsync(_body.AsMemory(_body.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;

        return true;
    }
}

/// <summary>A change that waits, because somebody else holds the row in the database.</summary>
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

    /// <summary>What the change is answered, now that it may go on.</summary>
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
