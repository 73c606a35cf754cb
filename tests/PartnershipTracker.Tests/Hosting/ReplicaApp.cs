using Microsoft.AspNetCore.Hosting;
using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A server with a standby, and an application that reads both.</summary>
public sealed class ReplicatedServer : IAsyncLifetime
{
    private readonly StandbyPollTests.OwnServer _own = new();

    internal TestServer Server => _own.Server;

    internal TrackerApp Primary => _own.App;

    internal Standby Standby { get; private set; } = null!;

    internal ReplicaApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _own.InitializeAsync();
        Standby = await Standby.Follow(Server, Primary);
        App = await ReplicaApp.Start(Server, Primary.Database, Standby);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Standby.DisposeAsync();
        await _own.DisposeAsync();
    }
}

/// <summary>An application with a replica behind a proxy, which it may read for six seconds after the two were equal.</summary>
internal sealed class ReplicaApp : TrackerApp
{
    private ReplicaApp(TestServer origin, string database, DatabaseProxy replica)
        : base(origin, database, isCopy: false) => Replica = replica;

    public DatabaseProxy Replica { get; }

    public static async Task<ReplicaApp> Start(TestServer origin, string database, Standby standby)
    {
        var proxy = new DatabaseProxy("127.0.0.1", standby.Port);
        proxy.Connect();
        var app = new ReplicaApp(origin, database, proxy);
        await app.InitializeAsync();

        return app;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Replica.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var place = new NpgsqlConnectionStringBuilder(Runtime) { Host = "127.0.0.1", Port = Replica.Port, Timeout = 2 };
        builder.UseSetting("ConnectionStrings:Replicas", place.ToString()).UseSetting("Replicas:MaxStalenessSeconds", "6");
    }
}
