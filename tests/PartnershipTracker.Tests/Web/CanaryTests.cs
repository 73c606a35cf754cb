using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Two hundred hidden meetings with a token in every field. A caller without the clearance must find the token in no response, and every
/// response, counts included, must have the same bytes as before the meetings were created.
/// </summary>
public sealed class CanaryTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Many = 200;
    private const string Token = "CANARY";

    private static readonly string[] PartsOf = ["", "/areas", "/areas/hbm", "/participants", "/history"];

    private static readonly string[] ReferredTo = ["companies/tsmc", "people/chey-tae-won", $"trips/{OpeningIds.Trip}", "areas/hbm"];

    /// <summary>An instant before anything was hidden, and instants so near that they count as the present.</summary>
    private static readonly string[] Instants =
        [.. new[] { 0, 1, 50 }.Select(seconds => $"{TimeProvider.System.GetUtcNow().AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss.ffffff}Z")];

    /// <summary>A value for every parameter of every read; a parameter without one fails.</summary>
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["limit"] = ["1", "200"],
        ["q"] = ["meeting", "회동", "canary"],
        ["updatedSince"] = ["2024-01-01T00:00:00Z"],
        ["from"] = ["2024-06-01"],
        ["to"] = ["2024-06-30"],
        ["company"] = ["openai", "tsmc"],
        ["affiliate"] = ["sk-hynix", "sk-group"],
        ["externalId"] = ["0000320193", "unknown"],
        ["city"] = ["Seoul"],
        ["country"] = ["KR", "US"],
        ["person"] = ["chey-tae-won", "sam-altman"],
        ["organization"] = ["openai"],
        ["area"] = ["hbm", "data-centers"],
        ["parent"] = ["hbm", "sk-group"],
        ["trip"] = [OpeningIds.Trip],
        ["traveller"] = ["chey-tae-won"],
        ["asOf"] = Instants,
        ["actor"] = [Caller.LocalAdministrator, "opening-data", "nobody"],
        ["target"] = [OpeningIds.Meeting(1), OpeningIds.Trip, "chey-tae-won"],
        ["source"] = [OpeningIds.Source],
        ["url"] = ["https://news.example/"],
        ["listAudit.target"] = ["companies/openai"],
        ["connection"] = ["link:sk-hynix:hbm", "participation:chey-tae-won:openai", "collaboration:sk-hynix:tsmc"],
        ["depth"] = ["1", "2"],
        ["staleAfter"] = ["P1D", "P99Y"],
        ["around"] = ["openai", "tsmc", "chey-tae-won", "hbm"],
        ["getNetworkPath.from"] = ["sk-hynix", "tsmc"],
        ["getNetworkPath.to"] = ["hbm", "openai"],
        ["after"] = ["now"],
        ["wait"] = ["1"],
    };

    [Fact]
    public async Task Callers_without_the_clearance_find_no_trace_of_a_meeting()
    {
        var low = ("X-Api-Key", await app.Key([.. Scopes.All], "internal", "low"));
        await app.Key(["read"], "public", "power-bi");
        (await app.Post("feeds", TestData.Feed("coverage-wall"))).Is(HttpStatusCode.Created);
        (await app.Post("webhooks", TestData.Webhook("power-bi", "warehouse"))).Is(HttpStatusCode.Created);
        var reads = await Reads();
        Assert.True(reads.Count > 250, $"{reads.Count}");
        await app.Get("me", low); // records the use of the key
        var before = await Ask(reads, low);
        var hidden = await Hide();
        var after = await Ask(reads, low);
        Assert.Contains(Token, (await app.Get("meetings?q=canary")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal); // with clearance

        Assert.All(reads, url => Assert.True(before[url] == after[url], $"{url}\n{before[url]}\nbecame\n{after[url]}"));
        AssertClean(after.Values.Concat(await AskFor(hidden, low)), hidden);
    }

    /// <summary>Returns the URL of every read, alone, with every value of every parameter, and with counts.</summary>
    private async Task<IReadOnlyList<string>> Reads()
    {
        var urls = new List<string>();

        foreach (var read in (await app.Operations()).Where(o => o.Method == "GET" && o.IsOfOpeningData))
        {
            var queries = (read.Says["parameters"]?.AsArray() ?? [])
                .Where(p => p!["in"]!.ToString() == "query" && p["name"]!.ToString() is not "cursor")
                .SelectMany(p => ValuesOf(read, p!).Select(value => $"{p!["name"]}={Uri.EscapeDataString(value)}"))
                .ToList();
            urls.Add(read.Url);
            urls.AddRange(queries.Select(read.With));
            urls.AddRange(queries.Where(_ => read.IsList).Where(q => !q.Contains("count=", StringComparison.Ordinal))
                .Select(q => read.With($"{q}&count=true")));
        }

        return urls;
    }

    private static IEnumerable<string> ValuesOf(Operation read, JsonNode parameter)
    {
        var schema = parameter["schema"]!["items"] ?? parameter["schema"]!;
        var name = parameter["name"]!.ToString();

        return schema["enum"] is JsonArray known ? known.Select(v => v!.ToString())
            : schema["type"]!.ToString() == "boolean" ? ["true", "false"]
            : Values.TryGetValue($"{read.Id}.{name}", out var own) ? own
            : Values.TryGetValue(name, out var values) ? values.Where(value => name is not "connection" || Matches(value, schema))
            : throw new InvalidOperationException($"{name} needs a value in this test.");
    }

    private static bool Matches(string value, JsonNode schema) =>
        Regex.IsMatch(value, schema["pattern"]!.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string WithoutCursor(string text) => // encrypted anew each time, always with the same length
        Regex.Replace(text, "(?<=\"cursor\":\")[A-Za-z0-9_-]+", cursor => $"{cursor.Length}", RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<Dictionary<string, string>> Ask(IEnumerable<string> urls, (string, string) low)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var url in urls)
        {
            if (url.Contains(".xlsx", StringComparison.Ordinal))
            {
                answers[url] = await Workbook.Sheet(app, url, 1, low); // the second contains the time of the request

                continue;
            }

            var answer = url is "/health/ready" ? await Features.Changes.Readiness(app, low) : await app.Get(url, low);
            Assert.True(answer.Status is HttpStatusCode.OK, $"{url}: {answer.Text}");
            answers[url] = $"{answer.ETagOfContent} {WithoutCursor(answer.Text)}".Replace("q=canary", "", StringComparison.Ordinal); // what was asked
        }

        return answers;
    }

    /// <summary>
    /// Requests the hidden meetings by id: themselves, their parts, histories and audit entries, and as obstacles to deletions.
    /// </summary>
    private async Task<List<string>> AskFor(List<string> hidden, (string, string) low)
    {
        var texts = new List<string>();

        foreach (var path in from id in hidden.Take(20) from part in PartsOf select $"meetings/{id}{part}")
        {
            texts.Add((await app.Get(path, low)).Is(HttpStatusCode.NotFound).Text);
        }

        foreach (var (id, version) in from id in hidden.Take(20) from version in Enumerable.Range(1, 3) select (id, version))
        {
            var past = new JsonObject { ["resource"] = "meetings", ["id"] = id, ["version"] = version };
            texts.Add((await app.Post("restorations", past, low)).Is(HttpStatusCode.NotFound).Text);
        }

        foreach (var id in hidden.Take(20))
        {
            foreach (var instant in Instants.Concat((await app.Get($"meetings/{id}/history")).Each("at")))
            {
                texts.Add((await app.Get($"meetings/{id}?asOf={instant}", low)).Is(HttpStatusCode.NotFound).Text);
            }
        }

        texts.AddRange(await Task.WhenAll(hidden.Take(20).Select(
            async id => (await app.Get($"audit?target=meetings/{id}", low)).Is(HttpStatusCode.OK).Text)));
        texts.AddRange(await Task.WhenAll(ReferredTo.Select(async path => (await app.Delete(path, low, ("If-Match", "*")))
            .Is(HttpStatusCode.Conflict).Text)));

        var citations = (await app.Get($"citations?target={hidden[1]}&target={hidden[2]}")).Each("id");
        Assert.Equal(2, citations.Length);

        foreach (var id in citations)
        {
            foreach (var path in new[] { $"citations/{id}", $"citations/{id}/history", $"citations/{id}?asOf={Instants[^1]}" })
            {
                texts.Add((await app.Get(path, low)).Is(HttpStatusCode.NotFound).Text);
            }
        }

        texts.Add((await app.Post("citations", TestData.Citation(hidden[1]), low)).Is(HttpStatusCode.UnprocessableEntity).Text
            .Replace(hidden[1], "", StringComparison.Ordinal)); // the response repeats the request

        // A cursor of a caller with the clearance shows nothing either.
        var next = (await app.Get("meetings?limit=5&sort=-updatedAt")).Body["next"]!.ToString();
        texts.Add((await app.Get(next, low)).Text);

        return texts;
    }

    private static void AssertClean(IEnumerable<string> texts, List<string> hidden) => Assert.All(texts, text =>
    {
        Assert.DoesNotContain(Token, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(hidden, id => text.Contains(id, StringComparison.Ordinal));
    });

    /// <summary>Creates the hidden meetings: confidential, restricted, limited to other readers, and deleted.</summary>
    private async Task<List<string>> Hide()
    {
        var ids = new List<string>();

        for (var n = 0; n < Many; n++)
        {
            var created = (await app.Post("meetings", Hidden(n), ("Change-Reason", $"{Token}-reason-{n}"))).Is(HttpStatusCode.Created);
            var (id, url) = (created.Body["id"]!.ToString(), created.Headers["Location"]);
            ids.Add(id);
            var link = TestData.Link("tsmc");
            link["rationale"] = $"{Token}-rationale-{n}";
            (await app.Put($"{url}/areas/hbm", link, ("Change-Reason", $"{Token}-reason-{n}"))).Is(HttpStatusCode.Created);

            if (n % 10 != 0)
            {
                var citation = TestData.Citation(id);
                (citation["note"], citation["translation"]) = ($"{Token}-note-{n}", $"{Token}-translation-{n}");
                (await app.Post("citations", citation)).Is(HttpStatusCode.Created);
            }
            else
            {
                (await app.Delete(url, ("If-Match", "*"), ("Change-Reason", $"{Token}-reason-{n}"))).Is(HttpStatusCode.NoContent);
            }
        }

        return ids;
    }

    private static JsonObject Hidden(int n)
    {
        var meeting = TestData.Meeting($"2024-0{1 + (n % 9)}", "tsmc");
        meeting["title"] = TestData.Name($"회동 {Token}-ko-{n}", $"Meeting {Token}-en-{n}");
        meeting["externalId"] = $"{Token}-external-{n}";
        meeting["summary"] = $"{Token}-summary-{n}";
        meeting["place"] = new JsonObject
        {
            ["venue"] = $"{Token}-venue-{n}",
            ["city"] = $"{Token}-city-{n}",
            ["region"] = $"{Token}-region-{n}",
        };
        (meeting["trip"], meeting["tripOrder"]) = (OpeningIds.Trip, 1 + (n % 5));
        meeting["confidentiality"] = n % 3 == 0 ? "confidential" : n % 3 == 1 ? "restricted" : "internal";
        meeting["readers"] = n % 3 == 2 ? new JsonArray($"user:{Token}-reader-{n}") : [];
        meeting["participants"]!.AsArray().Add(new JsonObject
        {
            ["party"] = TestData.Name($"{Token}-party-{n}"),
            ["statedTitle"] = $"{Token}-stated-{n}",
            ["person"] = "chey-tae-won",
            ["side"] = "third_party",
        });

        return meeting;
    }
}
