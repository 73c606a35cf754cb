using System.Text;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Secrets, which neither the database nor the most verbose logs contain.</summary>
public sealed class SecretsTests(GuardedApp app, TestServer server) : IClassFixture<GuardedApp>
{
    private static readonly string[] Loud =
        ["Default", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Hosting.Lifetime"];

    [ProcessFact]
    public async Task Neither_a_database_dump_nor_the_logs_contain_a_usable_secret()
    {
        var secrets = new[]
        {
            await app.Key(["read", "write", "admin"]), await app.Key([]), await FeedLink(),
            app.Issuer.Token(), app.Issuer.Token(key: "ec", algorithm: "ES256"),
        };
        using var run = TrackerProcess.Start([
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ConnectionStrings__Tracker", server.Runtime(app.Database)), ("ConnectionStrings__Owner", server.Owner(app.Database)),
            ("Authentication__Jwt__Issuer", app.Issuer.Url), ("Authentication__Jwt__Audience", LocalIssuer.Audience),
            .. Loud.Select(category => ($"Logging__LogLevel__{category}", (string?)"Debug"))]);
        using var client = new HttpClient { BaseAddress = await run.Ready };

        foreach (var secret in secrets)
        {
            foreach (var request in Everywhere(secret).Concat(Everywhere(secret[..^1] + "_")))
            {
                using (request)
                using (var answer = await client.SendAsync(request, TestContext.Current.CancellationToken))
                {
                    Assert.True((int)answer.StatusCode < 500, $"{request.Method} {request.RequestUri}: {answer.StatusCode}");
                }
            }
        }

        var (dump, log) = (await Dump(), run.Said);
        Assert.Contains("dbug", log, StringComparison.Ordinal);
        Assert.Contains("[secret]", log, StringComparison.Ordinal); // secrets were sent and redacted
        Assert.Contains("chey-tae-won", dump, StringComparison.Ordinal); // the dump has the register
        Assert.All(secrets, secret =>
        {
            var heart = secret.StartsWith("pt_", StringComparison.Ordinal) ? secret[8..^6] : secret[(secret.LastIndexOf('.') + 1)..^1];
            Assert.DoesNotContain(heart, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(heart, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.ASCII.GetBytes(heart)), dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(secret))[..40], log, StringComparison.Ordinal);
        });
    }

    private async Task<string> FeedLink() =>
        (await app.Post("feeds", TestData.Feed())).Body["link"]!.ToString()["/feeds/".Length..^".svg".Length];

    /// <summary>Returns requests with the secret in the right and in wrong places.</summary>
    private static IEnumerable<HttpRequestMessage> Everywhere(string secret)
    {
        foreach (var (name, value) in new[]
        {
            ("Authorization", $"Bearer {secret}"), ("X-Api-Key", secret), ("Authorization", secret), ("Cookie", $"key={secret}"),
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(secret + ":"))), ("User-Agent", secret),
            ("Referer", $"http://localhost/?key={secret}"), ("Idempotency-Key", secret), ("If-None-Match", $"\"{secret}\""),
            ("traceparent", secret), ("Accept", secret), ("Accept-Language", secret), ("Origin", $"http://{secret}"),
        })
        {
            yield return Request(HttpMethod.Get, "meetings", (name, value));
            yield return Request(HttpMethod.Post, "companies", (name, value));
        }

        foreach (var path in new[]
        {
            $"me?access_token={secret}", $"meetings?{secret}", $"meetings?q={secret}", $"meetings?cursor={secret}",
            $"keys/{secret}", secret, $"/feeds/{secret}.svg", $"/feeds/{secret}?{secret}", $"feeds/{secret}", $"companies/{secret}",
            $"meetings/{secret}/history", $"audit?actor={secret}",
        })
        {
            yield return Request(HttpMethod.Get, path);
            yield return Request(HttpMethod.Delete, path, ("Authorization", $"Bearer {secret}"), ("If-Match", "*"));
        }

        foreach (var body in new[]
        {
            secret, $"\"{secret}\"", $$"""{"{{secret}}": 1}""", $$"""{"id": "{{secret}}", "scopes": ["{{secret}}"]}""",
        })
        {
            var request = Request(HttpMethod.Post, "keys");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

            yield return request;
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(
            method, new Uri(path.StartsWith('/') ? path : $"{TrackerApp.Api}/{path}", UriKind.Relative));

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(TestData.Company().ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Returns every row of every table as text.</summary>
    private async Task<string> Dump()
    {
        var tables = (await app.Query<string>(
            "SELECT string_agg(quote_ident(tablename), ' ') FROM pg_tables WHERE schemaname = 'public'")).Split(' ');
        var dump = new StringBuilder();

        foreach (var table in tables)
        {
            dump.AppendLine(await app.Query<string>($"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t"));
        }

        return dump.ToString();
    }
}
