using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Settings and databases with which Production does not start.</summary>
public sealed class StartupTests(ProductionDatabase database) : IClassFixture<ProductionDatabase>
{
    private const string Tracker = "ConnectionStrings__Tracker";
    private const string Jwt = "Authentication__Jwt__";
    private const string Issuer = $"{Jwt}Issuer";
    private const string Audience = $"{Jwt}Audience";
    private const string Algorithms = $"{Jwt}Algorithms";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The faults: the named setting, a part of the message, and the changed settings.</summary>
    public static TheoryData<string, string, string[]> Settings => new()
    {
        { Tracker, "no database is named", [$"{Tracker}=", $"{Issuer}=https://login.example", $"{Audience}=api"] },
        { Tracker, "cannot be read", [$"{Tracker}=Host=127.0.0.1;Nonsense=1"] },
        { Tracker, "cannot be read", [$"{Tracker}=Host=127.0.0.1;Port=many"] },
        { "ConnectionStrings__Owner", "cannot be read", ["ConnectionStrings__Owner=nonsense"] },
        { "ConnectionStrings__Replicas", "cannot be read", ["ConnectionStrings__Replicas=Port=many"] },
        { "ConnectionStrings__Replicas", "no host", ["ConnectionStrings__Replicas=Username=x"] },
        { "Replicas__MaxStalenessSeconds", "1 to 3600", ["Replicas__MaxStalenessSeconds=0"] },
        { Audience, "not set", [$"{Issuer}=https://login.example"] },
        { Algorithms, "HS256", [$"{Issuer}=https://login.example", $"{Audience}=api", $"{Algorithms}__0=RS256", $"{Algorithms}__1=HS256"] },
        { Algorithms, "none", [$"{Issuer}=https://login.example", $"{Audience}=api", $"{Algorithms}__0=none"] },
        { Issuer, "https", [$"{Issuer}=http://login.example", $"{Audience}=api"] },
        { Issuer, "https", [$"{Issuer}=login", $"{Audience}=api"] },
        { $"{Jwt}ClockSkew", "300", [$"{Issuer}=https://login.example", $"{Audience}=api", $"{Jwt}ClockSkew=301"] },
        { $"{Jwt}ClockSkew", "whole number", [$"{Issuer}=https://login.example", $"{Audience}=api", $"{Jwt}ClockSkew=soon"] },
        { "RateLimit__PerMinute", "whole number", ["RateLimit__PerMinute=many"] },
        { "Access__LocalAdministrator", "Development", ["Access__LocalAdministrator=true"] },
        { "AllowedHosts", "Host header", ["AllowedHosts=*"] },
        { "AllowedHosts", "Host header", ["AllowedHosts=tracker.example;*"] },
        { "AllowedHosts", "Host header", ["AllowedHosts= ;"] },
        { "Proxy__Trusted", "TLS", ["Proxy__Trusted__0="] },
        { "Proxy__Trusted", "TLS", ["Proxy__Trusted__0=", "ASPNETCORE_URLS=https://127.0.0.1:0"] },
        { "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "ICU", ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"] },
    };

    [ProcessTheory]
    [MemberData(nameof(Settings))]
    public Task A_missing_or_unsafe_setting_prevents_the_start(string named, string said, string[] settings) =>
        Refuses(named, said, [.. settings.Select(s => s.Split('=', 2)).Select(s => (s[0], s[1] is "" ? null : s[1]))]);

    [ProcessFact]
    public async Task An_unreachable_or_unusable_database_prevents_the_start()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        await Refuses(Tracker, "does not answer", (Tracker, database.Through(place => place.Port = port)));
        silent.Stop();
        await Refuses(Tracker, "cannot be used", (Tracker, database.Through(place => place.Port = port)));
        await Refuses(Tracker, "password", (Tracker, database.Through(place => place.Password = "wrong")));
        await Refuses(Tracker, "does not exist", (Tracker, database.Through(place => place.Database = "nowhere")));
        await Refuses(Tracker, "cannot be used", (Tracker, database.Through(place => place.Host = null)));
    }

    [ProcessFact]
    public async Task A_remote_database_without_TLS_prevents_the_start()
    {
        var remote = database.Through(place => place.Host += ",db.invalid:5433");

        foreach (var name in new[] { Tracker, "ConnectionStrings__Direct", "ConnectionStrings__Replicas" })
        {
            await Refuses(name, "db.invalid may be reached without TLS", (name, remote));
        }
    }

    [ProcessTheory]
    [InlineData("superuser", "GRANT postgres TO {0}")]
    [InlineData("owns tables", "ALTER TABLE trips OWNER TO {0}")]
    [InlineData("may create objects", "GRANT CREATE ON SCHEMA public TO {0}")]
    [InlineData("what is in audit", "GRANT DELETE ON audit TO {0}")]
    [InlineData("what is in changes", "GRANT UPDATE (reason) ON changes TO {0}")]
    [InlineData("what is in changes and audit", "GRANT TRUNCATE ON changes, audit TO {0}")]
    public async Task A_role_with_excess_privileges_prevents_the_start(string said, string more) =>
        await Refuses(Tracker, said, (Tracker, await database.Role(more)));

    [ProcessFact]
    public async Task A_superuser_prevents_the_start() => await Refuses(Tracker, "is a superuser", (Tracker, database.Owner));

    [ProcessFact]
    public async Task A_database_without_tables_a_usable_locale_or_a_key_prevents_the_start()
    {
        foreach (var (options, isFit) in new[] { ("", true), ("LC_COLLATE 'C' LC_CTYPE 'C'", false) })
        {
            var empty = await database.Empty(options);
            var runtime = database.Through(place => place.Database = empty);
            await Refuses("ConnectionStrings__Owner", "pending", (Tracker, runtime));

            var (exit, said, _) = await TrackerProcess.Run(
                "migrate", database.With((Tracker, runtime), ("ConnectionStrings__Owner", database.OwnerOf(empty))));
            Assert.True(exit == (isFit ? 0 : 1), said);

            await (isFit
                ? Refuses(Issuer, "keys create", (Tracker, runtime))
                : Refuses(Tracker, "Hangul", (Tracker, runtime), (Issuer, "https://login.example"), (Audience, "api")));
            await database.Drop(empty);
        }
    }

    [ProcessFact]
    public async Task All_faults_are_reported_at_once_and_check_reports_the_same()
    {
        (string, string?)[] wrong =
        [
            .. database.Settings, (Tracker, database.Owner), (Issuer, "http://login.example"), ($"{Algorithms}__0", "HS512"),
            ("Access__LocalAdministrator", "true"), ("AllowedHosts", "*"), ("Proxy__Trusted__0", null),
        ];
        var (exit, told, _) = await TrackerProcess.Run("", wrong);

        Assert.Equal(1, exit);
        Assert.Equal(
            [Tracker, Issuer, Audience, Algorithms, "Access__LocalAdministrator", "AllowedHosts", "Proxy__Trusted"], Names(told));

        foreach (var environment in new[] { "Production", "Development" })
        {
            var check = await TrackerProcess.Run("check", [.. wrong, ("ASPNETCORE_ENVIRONMENT", environment)]);
            Assert.Equal((1, told), (check.Exit, check.Said));
        }
    }

    [ProcessFact]
    public async Task A_start_without_settings_reports_every_required_setting()
    {
        var (exit, told, _) = await TrackerProcess.Run("", database.With((Tracker, null), ("Proxy__Trusted__0", null)));

        Assert.Equal(1, exit);
        Assert.Equal([Tracker, Issuer, "Proxy__Trusted"], Names(told));
    }

    [ProcessFact]
    public async Task With_valid_settings_check_succeeds_and_a_key_gives_access()
    {
        Assert.Equal(0, (await TrackerProcess.Run("check", database.Settings)).Exit);

        using var run = TrackerProcess.Start(database.Settings);
        Assert.Equal(HttpStatusCode.OK, await Ask(new(await run.Ready, "api/v1/meetings"), database.Secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(new(await run.Ready, "api/v1/meetings"), null));
    }

    [ProcessFact]
    public async Task A_certificate_can_replace_the_trusted_proxy()
    {
        var file = Path.GetTempFileName();
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);

        using var run = TrackerProcess.Start(database.With(
            ("Proxy__Trusted__0", null), ("ASPNETCORE_URLS", "https://127.0.0.1:0"),
            ("ASPNETCORE_Kestrel__Certificates__Default__Path", file)));
        Assert.Equal(HttpStatusCode.OK, await Ask(new(await run.Ready, "api/v1/meetings"), database.Secret, certificate));
        File.Delete(file);
    }

    /// <summary>
    /// Asserts that the start fails with one line that begins with the setting, within the limit in the best of five attempts. On a busy
    /// machine, which takes over half a second to print the usage, the limit is higher in proportion.
    /// </summary>
    private async Task Refuses(string named, string said, params (string Name, string? Value)[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var clock = Stopwatch.StartNew();
            var (exit, told, _) = await TrackerProcess.Run("", database.With(settings));
            var elapsed = clock.Elapsed;

            Assert.Equal(1, exit);
            Assert.Equal([named], Names(told));
            Assert.Contains(said, told, StringComparison.Ordinal);
            clock.Restart();

            if (elapsed >= Limit)
            {
                await TrackerProcess.Run("--help");
            }

            if (elapsed < Limit * Math.Max(1, 2 * clock.Elapsed.TotalSeconds))
            {
                return;
            }

            Assert.True(attempt < 5, $"{elapsed}");
        }
    }

    private static string[] Names(string told) =>
        [.. told.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(':')[0])];

    private static async Task<HttpStatusCode> Ask(Uri address, string? secret, X509Certificate2? trusted = null)
    {
        using var handler = new SocketsHttpHandler();

        if (trusted is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trusted },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);

        return response.StatusCode;
    }
}
