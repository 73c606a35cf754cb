using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests;

/// <summary>
/// A class fixture with the real application on Kestrel and PostgreSQL, and a database of its own that holds the opening data.
/// </summary>
public class TrackerApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Api = "/api/v1";

    private readonly TestServer _server;
    private readonly bool _isCopy;

    public TrackerApp(TestServer server)
        : this(server, $"tracker_{Guid.CreateVersion7():n}", isCopy: true)
    {
    }

    internal TrackerApp(TestServer server, string database, bool isCopy)
    {
        (_server, Database, _isCopy) = (server, database, isCopy);
        ClientOptions.AllowAutoRedirect = false;
        UseKestrel(0);
    }

    public string Database { get; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The environment, which derived fixtures can change.</summary>
    protected virtual string Environment => "Development";

    /// <summary>The connection string of the application.</summary>
    protected virtual string Runtime => _server.Runtime(Database);

    /// <summary>The connection string of the owner of the database.</summary>
    protected virtual string Owner => _server.Owner(Database);

    /// <summary>Prepares the database before the application starts.</summary>
    protected virtual Task SeedDatabase() => Task.CompletedTask;

    public virtual async ValueTask InitializeAsync()
    {
        if (_isCopy)
        {
            await _server.Copy(Database);
        }

        await SeedDatabase();
        StartServer();
        Client = CreateClient();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            // a test has stopped the program, which has just disposed of its host itself
        }

        if (_isCopy)
        {
            await _server.Drop(Database);
        }

        GC.SuppressFinalize(this);
    }

    public Task<ApiResponse> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<ApiResponse> Post(string path, JsonNode? body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    public Task<ApiResponse> Put(string path, JsonNode? body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, path, body, headers);

    public Task<ApiResponse> Patch(string path, JsonNode? body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Patch, path, body, headers);

    public Task<ApiResponse> Delete(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Delete, path, null, headers);

    public Task<ApiResponse> Send(HttpMethod method, string path, JsonNode? body, params (string Name, string Value)[] headers) =>
        SendBytes(method, path, body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()), headers);

    /// <summary>Returns the bytes of a GET.</summary>
    public async Task<byte[]> GetBytes(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path.StartsWith('/') ? path : $"{Api}/{path}");
        headers.ToList().ForEach(h => request.Headers.TryAddWithoutValidation(h.Name, h.Value));
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);

        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a body with the default media type of the method unless a header sets another.</summary>
    public async Task<ApiResponse> SendBytes(HttpMethod method, string path, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"{Api}/{path}");

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(
                method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);

        return await ApiResponse.Read(response, request.RequestUri!.ToString());
    }

    /// <summary>
    /// Imports a file. On a busy machine an import may take longer than a request waits; then it is asked for again until it has ended.
    /// </summary>
    public async Task<ApiResponse> Import(
        byte[] file, string mediaType, string query = "", params (string Name, string Value)[] headers)
    {
        var key = ("Idempotency-Key", TestData.Key("import-that-may-take-long"));
        var all = headers.Any(h => h.Name == key.Item1) ? headers : [key, .. headers];

        while (true)
        {
            var answer = await SendBytes(HttpMethod.Post, $"imports{query}", file, [("Content-Type", mediaType), .. all]);

            if (answer.Status is not HttpStatusCode.Accepted)
            {
                return answer;
            }
        }
    }

    /// <summary>Creates an API key as the local administrator and returns its secret.</summary>
    public async Task<string> Key(string[] scopes, string clearance = "restricted", string? id = null, DateTimeOffset? expiresAt = null)
    {
        var made = await Post("keys", new JsonObject
        {
            ["id"] = id ?? TestData.Key("key"),
            ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
            ["clearance"] = clearance,
            ["expiresAt"] = expiresAt,
        });

        return made.Is(HttpStatusCode.Created).Body["secret"]!.ToString();
    }

    /// <summary>Starts another instance of the application on the same database.</summary>
    public TrackerApp Again()
    {
        var other = new TrackerApp(_server, Database, isCopy: false);
        other.StartServer();
        other.Client = other.CreateClient();

        return other;
    }

    /// <summary>Renders the stored images of rows that were written by SQL.</summary>
    public async Task RenderImages()
    {
        await using var db = await Services.GetRequiredService<DatabaseConnections>().OpenAsOwner();

        foreach (var resource in Catalog.Resources.All)
        {
            await resource.RebuildImages(db, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Runs a query as the owner of the database.</summary>
    public Task<T> Query<T>(string sql) => Query<T>(_server.Owner(Database), sql);

    /// <summary>Runs a query as the runtime role.</summary>
    public Task<object> QueryAsRuntime(string sql) => Query<object>(_server.Runtime(Database), sql);

    private static async Task<T> Query<T>(string place, string sql)
    {
        await using var connection = new NpgsqlConnection(place);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };

        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Opens a connection as the owner of the database.</summary>
    public async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(_server.Owner(Database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        return connection;
    }

    /// <summary>Returns the plan, with actual rows, of the page query that a request sends, with its parameters.</summary>
    public async Task<string> Plan(Func<Task<ApiResponse>> request)
    {
        using var log = new SqlLog(this);
        await request();
        var (sql, parameters) = log.Sent.Last(c => c.Sql.Contains("LIMIT", StringComparison.Ordinal));

        return await PlanOf(sql, parameters);
    }

    /// <summary>Returns the plan, with actual rows and buffers, of a recorded command.</summary>
    public async Task<string> PlanOf(string sql, List<NpgsqlParameter> parameters)
    {
        await using var connection = new NpgsqlConnection(_server.Owner(Database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, connection);
        parameters.ForEach(p => command.Parameters.Add(p.Clone()));

        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environment)
        .UseSetting("RateLimit:PerMinute", "0")
        .UseSetting("RateLimit:AnonymousPerMinute", "0")
        .UseSetting("Shutdown:DrainSeconds", "0")
        .UseSetting("ConnectionStrings:Owner", Owner)
        .UseSetting("ConnectionStrings:Tracker", Runtime)
        .ConfigureServices(services => services.ConfigureDbContext<TrackerDb>(options =>
            options.ConfigureLoggingCacheTime(TimeSpan.Zero))); // a pooled context would notice a new SqlLog after a second
}
