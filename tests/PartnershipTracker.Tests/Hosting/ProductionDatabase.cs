using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A database with an API key, and the settings with which the application serves it in Production.</summary>
public sealed class ProductionDatabase(TestServer server) : IAsyncLifetime
{
    public string Name { get; } = $"tracker_{Guid.CreateVersion7():n}";

    public string Owner => server.Owner(Name);

    public string Runtime => server.Runtime(Name);

    /// <summary>The settings, without an environment name, since Production is the default.</summary>
    public (string Name, string? Value)[] Settings =>
    [
        ("ASPNETCORE_ENVIRONMENT", null), ("DOTNET_ENVIRONMENT", null),
        ("ConnectionStrings__Tracker", Runtime), ("ConnectionStrings__Owner", null), ("Proxy__Trusted__0", "127.0.0.1"),
    ];

    public string Secret { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await server.Copy(Name);
        var (exit, said, output) = await TrackerProcess.Run("keys create --id operations --scopes read,audit,admin", Settings);
        Assert.True(exit == 0, said);
        Secret = Assert.Single(output);
    }

    public async ValueTask DisposeAsync() => await server.Drop(Name);

    public (string Name, string? Value)[] With(params (string Name, string? Value)[] settings) => [.. Settings, .. settings];

    /// <summary>Returns the connection string of the runtime role with a change.</summary>
    public string Through(Action<NpgsqlConnectionStringBuilder> change)
    {
        var place = new NpgsqlConnectionStringBuilder(Runtime);
        change(place);

        return place.ToString();
    }

    /// <summary>Creates a role with the privileges of the runtime role and one more.</summary>
    public async Task<string> Role(string more)
    {
        var role = $"role_{Guid.CreateVersion7():n}";
        await Execute(Name, $"CREATE ROLE {role} LOGIN PASSWORD '{role}' IN ROLE tracker_app; {string.Format(null, more, role)}");

        return Through(place => (place.Username, place.Password) = (role, role));
    }

    public async Task<string> Empty(string options = "")
    {
        var database = $"tracker_{Guid.CreateVersion7():n}";
        await server.Execute($"CREATE DATABASE {database} TEMPLATE template0 {options}");

        return database;
    }

    public async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(server.Owner(database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public Task Drop(string database) => server.Drop(database);

    public string OwnerOf(string database) => server.Owner(database);
}
