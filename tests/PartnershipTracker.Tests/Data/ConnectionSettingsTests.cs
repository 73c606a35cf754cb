using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Data;

/// <summary>The settings of the connections of each purpose.</summary>
public sealed class ConnectionSettingsTests
{
    private const string Place = "Host=db;Database=tracker;Username=app";

    [Fact]
    public async Task Requests_reuse_sessions_and_statements_and_plan_for_their_values()
    {
        var requests = new NpgsqlConnectionStringBuilder((await Find(Place)).Requests);

        Assert.Equal(
            (100, 2, true, "-c jit=off -c lock_timeout=5s"),
            (requests.MaxAutoPrepare, requests.AutoPrepareMinUsages, requests.NoResetOnClose, requests.Options));
    }

    [Fact]
    public async Task Values_of_the_connection_string_win()
    {
        var found = await Find(
            $"{Place};Max Auto Prepare=0;No Reset On Close=false;Options=-c jit=on -c work_mem=8MB;Maximum Pool Size=3");
        var requests = new NpgsqlConnectionStringBuilder(found.Requests);

        Assert.Equal((0, false, 3), (requests.MaxAutoPrepare, requests.NoResetOnClose, requests.MaxPoolSize));
        Assert.EndsWith(" -c jit=on -c work_mem=8MB", requests.Options, StringComparison.Ordinal); // the last one applies
    }

    [Fact]
    public async Task Jobs_exports_and_the_listener_have_connections_of_their_own()
    {
        var found = await Find($"{Place};No Reset On Close=true;Multiplexing=true");
        var others = new[] { found.Jobs, found.Exports, found.Listener }.Select(s => new NpgsqlConnectionStringBuilder(s)).ToList();

        Assert.All(others[..2], settings => Assert.False(settings.NoResetOnClose));
        Assert.All(others, settings => Assert.Null(settings.Options));
        Assert.Equal((false, false), (others[2].Pooling, others[2].Multiplexing));
        Assert.Equal(4, others.Select(s => s.ApplicationName).Append(new NpgsqlConnectionStringBuilder(found.Requests).ApplicationName)
            .Distinct(StringComparer.Ordinal).Count());
    }

    private static Task<DatabaseConnections> Find(string tracker) => DatabaseConnections.Find(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Tracker", tracker)]).Build(),
        new HostingEnvironment { EnvironmentName = "Production" });
}
