using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PartnershipTracker.Data.Connections;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PartnershipTracker.Features.Changes;

/// <summary>A change as all streams send it.</summary>
public sealed record StreamedChange(string Json, ChangePosition Position, AuditedRead? Shown);

/// <summary>The changes after a position, and the position after those that were looked at.</summary>
/// <param name="Items">The changes.</param>
/// <param name="Position">The position.</param>
/// <param name="More">True when further changes are there already.</param>
/// <param name="Reader">The only caller for whom they are; null: all with the same clearance.</param>
public sealed record StreamedChanges(IReadOnlyList<StreamedChange> Items, ChangePosition Position, bool More, string? Reader);

/// <summary>
/// The reads of the streams. Streams of callers who see the same, at the same position, share a read; few reads run at once, so that
/// they leave connections to requests.
/// </summary>
public sealed class SharedChanges(
    TrackerDbFactory contexts, ChangeCursors cursors, ResourceCatalog catalog, IOptions<JsonOptions> json,
    IHostApplicationLifetime lifetime) : IDisposable
{
    private const int MaxReads = 2;

    /// <summary>The number of changes that a stream keeps until they are sent.</summary>
    private const int MaxItems = 100;

    private readonly SemaphoreSlim _reads = new(MaxReads);
    private readonly ConcurrentDictionary<string, Lazy<Task<StreamedChanges>>> _running = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the changes after a position. What one caller has read is the same for all with the same clearance, unless there is a list
    /// of readers.
    /// </summary>
    /// <param name="query">The query of the stream.</param>
    /// <param name="caller">The caller of the stream.</param>
    /// <param name="start">The position.</param>
    /// <param name="moved">The task of the watch before this read. A read that began before the feed went on is not shared.</param>
    public async Task<StreamedChanges> Read(ChangeQuery query, Caller caller, ChangePosition start, Task moved)
    {
        var key = $"{moved.Id} {start} {ChangeCursors.LevelsOf(caller)} {query.Include} {string.Join(',', query.Resource ?? [])}";
        var read = await Share(key);

        return read.Reader is null || read.Reader == caller.Name ? read : await Share($"{key} {caller.Name}");

        Task<StreamedChanges> Share(string shared) =>
            _running.GetOrAdd(shared, _ => new(() => ReadAndForget(shared, query, caller, start))).Value;
    }

    public void Dispose() => _reads.Dispose();

    private async Task<StreamedChanges> ReadAndForget(string key, ChangeQuery query, Caller caller, ChangePosition start)
    {
        try
        {
            await _reads.WaitAsync(lifetime.ApplicationStopping);

            try
            {
                return await Read(query, caller, start);
            }
            finally
            {
                _reads.Release();
            }
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task<StreamedChanges> Read(ChangeQuery query, Caller caller, ChangePosition start)
    {
        await using var db = contexts.ForRequest(caller);
        var feed = new ChangeFeed(db, cursors, catalog);
        var (page, position, isForAll) = await feed.Read(query, MaxItems, start, lifetime.ApplicationStopping);

        return new(
            [
                .. page.Items.Select(item => new StreamedChange(
                    JsonSerializer.Serialize(item, json.Value.SerializerOptions), item.Position ?? position, item.Shown)),
            ],
            position,
            page.More,
            isForAll ? null : caller.Name);
    }
}
