using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The servers that the connection string names, if there are several. Asking all of them shows a promotion while the earlier primary
/// still answers. Each is asked through one connection of its own.
/// </summary>
public sealed class ServerList(string connectionString, KnownPrimary primary) : IAsyncDisposable
{
    private sealed record Answer(string Address, ServerState Server, ServerState? Stored);

    private readonly List<(string Address, NpgsqlDataSource Source)> _servers = [.. Servers(connectionString)];

    /// <summary>The refusal of a server by the last look, if there was no other to use.</summary>
    public RefusedServerException? Refusal { get; private set; }

    /// <summary>Asks all servers, and remembers the highest timeline.</summary>
    /// <returns>A sentence for each server that is refused.</returns>
    public async Task<IReadOnlyList<string>> Look(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(_servers.Select(server => Ask(server.Address, server.Source, cancellation)));
        var refusals = new List<RefusedServerException>();
        var isUsable = false;

        // The highest timeline first: of a process that has just started, too, the others are refused
        foreach (var (address, server, stored) in answers.OfType<Answer>().OrderByDescending(answer => answer.Server.Timeline))
        {
            try
            {
                primary.Admit(server, stored, address);
                isUsable = true;
            }
            catch (RefusedServerException refused)
            {
                refusals.Add(refused);
            }
        }

        Refusal = isUsable ? null : refusals.FirstOrDefault();

        return [.. refusals.Select(refusal => refusal.Message)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, source) in _servers)
        {
            await source.DisposeAsync();
        }
    }

    /// <summary>Returns null when the server does not answer.</summary>
    private async Task<Answer?> Ask(string address, NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            var (server, stored) = await primary.Ask(connection);

            return new(address, server, stored);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static IEnumerable<(string Address, NpgsqlDataSource Source)> Servers(string connectionString)
    {
        var hosts = (new NpgsqlConnectionStringBuilder(connectionString).Host ?? "").Split(',', StringSplitOptions.TrimEntries);

        foreach (var host in hosts.Length > 1 ? hosts : [])
        {
            var place = new NpgsqlConnectionStringBuilder(connectionString)
            {
                Host = host,
                ApplicationName = "PartnershipTracker servers",
                Pooling = true,
                Multiplexing = false,
                MinPoolSize = 0,
                MaxPoolSize = 1,
                CommandTimeout = 2,
            };
            place.Remove("Target Session Attributes");

            yield return (host, DataSources.Build(place.ToString(), isTraced: false, primary: null));
        }
    }
}
