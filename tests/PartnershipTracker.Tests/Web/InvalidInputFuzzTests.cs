using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Tests.Web;

/// <summary>Thousands of valid requests, broken at random with fixed seeds, none of which may cause a server error.</summary>
public sealed class InvalidInputFuzzTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Bodies = 2000;
    private const int Queries = 1500;

    private static readonly (string Method, string Path, JsonObject Body)[] Valid =
    [
        ("POST", "companies", TestData.Company("fuzz")),
        ("PATCH", "companies/nvidia", TestData.Company("nvidia")),
        ("POST", "affiliates", TestData.Company("fuzz")),
        ("PUT", "areas/hbm", TestData.Area("hbm", "semiconductors")),
        ("POST", "people", TestData.Person("fuzz")),
        ("POST", "trips", TestData.Trip()),
        ("PATCH", $"trips/{OpeningIds.Trip}", TestData.Trip()),
        ("POST", "meetings", TestData.Meeting()),
        ("PATCH", InvalidInputCase.Meeting, TestData.Meeting(company: "openai")),
        ("POST", $"{InvalidInputCase.Meeting}/participants", TestData.Participant()),
        ("PUT", $"{InvalidInputCase.Meeting}/areas/hbm", TestData.Link("openai")),
        ("PATCH", $"collaborations/{OpeningIds.Collaboration(1)}", TestData.Collaboration("hbm-packaging")),
    ];

    private static readonly string[] Lists =
    [
        "companies?q=a&limit=5&count=true&sort=-name", "affiliates?kind=group&q=sk",
        "areas?parent=hbm&updatedSince=2024-01-01T00:00:00Z", "people?organization=openai",
        "trips?from=2024-01-01&to=2024-12-31&match=certain&traveller=chey-tae-won",
        $"meetings?trip={OpeningIds.Trip}&kind=executive_meeting&status=held&sort=tripOrder",
        "meetings?company=nvidia&affiliate=sk-hynix&person=chey-tae-won&area=hbm&basis=inferred",
        "collaborations?stage=active&q=hbm&sort=-updatedAt",
        "companies?cursor=AAAAAAAAAAAAAAAAWyJhIiwiYSJd", "areas/hbm/meetings?limit=1", "companies/nvidia/history?sort=version",
        "search?q=nvida&type=companies&type=meetings&limit=5", "search/suggestions?q=sk",
    ];

    /// <summary>JSON fragments, and texts that are hard to store, to compare or to escape.</summary>
    private static readonly string[] Fragments =
    [
        "null", "[]", "{}", "[null]", "{\"\":null}", "true", "-0", "1e400", "1.0", "99999999999",
        "\"\"", "\" \"", @"""\u0000""", @"""\ud800""", @"""\udbff\ud800""", "\"\u202E\"",
        "\"\uFFFF\"", "\"'; --\"", "\"%_\\\\\"", "\"2024-02-30\"", "\"2024/..\"", "\"[2024..2023]\"",
        "{\"edtf\":\"2024\"}", "\"019094ca-3c00-7000-8000-000000000100\"", "\"nvidia\"",
        "[{}]", "[[]]", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]", "{\"ko\":\"가\"}", "{\"ko\":\"\u1100\u1161\"}",
        "\"🙂\"", "\"https://[::1\"", "\"id\":1,", ",", "\"", "{", "]", "\\",
    ];

    [Fact]
    public async Task No_broken_body_causes_a_server_error()
    {
        await Parallel.ForAsync(0, Bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var random = new Random(number);
            var (method, path, valid) = Valid[number % Valid.Length];
            var body = number % 3 == 0 ? BreakBytes(valid, random) : BreakNodes(valid, random);

            AssertAnswered(
                await app.SendBytes(new HttpMethod(method), path, body, ("If-Match", "*")),
                $"{method} {path} #{number}: {Encoding.UTF8.GetString(body)}");
        });
    }

    [Fact]
    public async Task No_broken_query_causes_a_server_error()
    {
        await Parallel.ForAsync(0, Queries, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var query = BreakQuery(Lists[number % Lists.Length], new Random(number));

            AssertAnswered(await app.Get(query), $"#{number}: {query}");
        });
    }

    private static void AssertAnswered(ApiResponse answer, string request)
    {
        Assert.True((int)answer.Status is >= 200 and < 500, $"{(int)answer.Status} {answer.Text}\n{request}");
        Assert.Equal((int)answer.Status < 400 ? "application/json" : ProblemHandler.MediaType, answer.MediaType);
        Assert.IsType<JsonObject>(answer.Body);
    }

    /// <summary>Removes, doubles or overwrites one to three places of the text.</summary>
    private static byte[] BreakBytes(JsonObject valid, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(valid.ToJsonString()).ToList();

        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
            var piece = bytes.Skip(at).Take(length).ToList();

            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, piece.Count);
                    break;
                case 1:
                    bytes.InsertRange(at, piece);
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragment(random)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Replaces one to three values, so that the text mostly stays JSON.</summary>
    private static byte[] BreakNodes(JsonObject valid, Random random)
    {
        var (text, values) = (valid.ToJsonString(), Leaves(valid).ToList());

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var value = values[random.Next(values.Count)]?.ToJsonString() ?? "null";
            var at = text.IndexOf(value, StringComparison.Ordinal);
            text = at < 0 ? text : string.Concat(text.AsSpan(0, at), Fragment(random), text.AsSpan(at + value.Length));
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static IEnumerable<JsonNode?> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Leaves(m.Value)).Append(members),
        JsonArray items => items.SelectMany(Leaves).Append(items),
        _ => [node],
    };

    private static string BreakQuery(string valid, Random random)
    {
        var query = new StringBuilder(valid);
        var start = valid.IndexOf('?', StringComparison.Ordinal) + 1;

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(start, query.Length);

            switch (random.Next(4))
            {
                case 0:
                    query.Remove(at, 1);
                    break;
                case 1:
                    query.Insert(at, (char)random.Next('!', '~'));
                    break;
                case 2:
                    query.Insert(at, string.Create(CultureInfo.InvariantCulture, $"%{random.Next(256):X2}"));
                    break;
                default:
                    query.Insert(at, Uri.EscapeDataString(Fragment(random)));
                    break;
            }
        }

        return query.Replace("#", "%23").ToString();
    }

    private static string Fragment(Random random) => Fragments[random.Next(Fragments.Length)];
}
