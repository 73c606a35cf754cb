using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The application with two servers in its connection strings, each behind a proxy that can be disconnected.</summary>
internal sealed class ClusterApp : TrackerApp
{
    private readonly bool _standbyIsFirst;

    private ClusterApp(TestServer origin, string database, int standby, bool standbyIsFirst)
        : base(origin, database, isCopy: false)
    {
        var place = new NpgsqlConnectionStringBuilder(origin.Owner(database));
        _standbyIsFirst = standbyIsFirst;
        (Primary, Standby) = (new(place.Host!, place.Port), new(place.Host!, standby));
        Primary.Connect();
        Standby.Connect();
    }

    /// <summary>The proxy before the server that is the primary at first.</summary>
    public DatabaseProxy Primary { get; }

    public DatabaseProxy Standby { get; }

    protected override string Runtime => Both(base.Runtime);

    protected override string Owner => Both(base.Owner);

    public static async Task<ClusterApp> Start(TestServer origin, TrackerApp primary, Standby standby, bool standbyIsFirst)
    {
        var app = new ClusterApp(origin, primary.Database, standby.Port, standbyIsFirst);
        await app.InitializeAsync();

        return app;
    }

    public override async ValueTask DisposeAsync()
    {
        Primary.Dispose();
        Standby.Dispose();
        await base.DisposeAsync();
    }

    private string Both(string connectionString)
    {
        string[] hosts = [$"127.0.0.1:{Primary.Port}", $"127.0.0.1:{Standby.Port}"];

        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = string.Join(',', _standbyIsFirst ? hosts.Reverse() : hosts),
            Timeout = 2,
        }.ToString();
    }
}
