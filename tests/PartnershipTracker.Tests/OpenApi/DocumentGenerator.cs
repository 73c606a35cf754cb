using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PartnershipTracker.OpenApi;
using PartnershipTracker.Tests.Web;
using Swashbuckle.AspNetCore.Swagger;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>
/// The generator of the committed document: Swashbuckle describes the operations, the application answers their GETs on the opening data
/// for the examples, and everything that is repeated becomes a component.
/// </summary>
internal sealed partial class DocumentGenerator(TrackerApp app)
{
    private const string AnyTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string AnyInstant = "2024-07-09T00:00:00Z";
    private const int LeastDaysSince = 868;
    private const int MostDaysSince = 885;
    private const int LongText = 400;
    private const int ManyItems = 2;

    private static readonly CommittedFile Written = new("../../tests/PartnershipTracker.Tests/OpenApi/Examples.json");

    public async Task<JsonObject> Generate()
    {
        var document = Describe(app);
        var reader = new DocumentReader(document);
        var answers = new JsonObject();

        foreach (var get in reader.Gets.Where(g => !g.Path.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            answers[get.Id] = await Answer(get);
        }

        new DocumentExamples(reader, answers, JsonNode.Parse(Written.Text)!).Fill();
        new SharedComponents(document).Share();

        return document;
    }

    /// <summary>Returns a table's header and its first row, without the times at which it was registered and the days since.</summary>
    public static string FirstRows(string csv)
    {
        var rows = TableInstant().Replace(string.Concat(csv.Split("\r\n").Take(2).Select(line => line + "\r\n")), AnyInstant);

        return TableDaysSince().Replace(rows, string.Create(CultureInfo.InvariantCulture, $"{LeastDaysSince},{MostDaysSince}"));
    }

    /// <summary>Describes the operations of an application, without examples.</summary>
    public static JsonObject Describe(TrackerApp app)
    {
        using var text = new StringWriter();
        app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(ApiDocument.Name).SerializeAsV31(new OpenApiJsonWriter(text));

        return JsonNode.Parse(text.ToString())!.AsObject();
    }

    /// <summary>Returns the answer to a GET with few items, without the times and ids that differ from register to register.</summary>
    private async Task<JsonNode> Answer(DocumentedOperation get)
    {
        var query = get.Parameters.Any(p => (string?)p["name"] == "limit") ? "limit=1" : null;
        var answer = (await app.Get(get.FilledIn(query))).Is(HttpStatusCode.OK);

        return answer.MediaType == "application/json" ? Shortened(Timeless(JsonNode.Parse(AnyId(answer.Text))!))
            : get.Id.EndsWith("Csv", StringComparison.Ordinal) ? FirstRows(answer.Text)
            : Shortened(CalendarInstant().Replace(AnyId(answer.Text), "20240709T000000Z"));
    }

    private static JsonNode Shortened(JsonNode answer)
    {
        foreach (var list in answer.AsObject().Select(member => member.Value).OfType<JsonArray>().Where(list => list.Count > ManyItems))
        {
            list.RemoveRange(ManyItems, list.Count - ManyItems);
        }

        return answer;
    }

    /// <summary>Returns the beginning of a picture or another long text.</summary>
    private static string Shortened(string text) =>
        text.Length <= LongText ? text : text[..(text.LastIndexOfAny(['>', '\n'], LongText) + 1)] + "…";

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z", RegexOptions.None, 1000)]
    private static partial Regex TableInstant();

    [GeneratedRegex(@"(?<=daysSinceLeast,daysSinceMost\r\n.*)\d+,\d+(?=\r\n)", RegexOptions.None, 1000)]
    private static partial Regex TableDaysSince();

    [GeneratedRegex(@"\d{8}T\d{6}Z", RegexOptions.None, 1000)]
    private static partial Regex CalendarInstant();

    /// <summary>Replaces ids, traces and cursors of this run. The ids of the opening data stay.</summary>
    private static string AnyId(string text) =>
        Cursor().Replace(Trace().Replace(Given().Replace(text, "019094ca-3c00-7000-8000-000000000401"), AnyTrace), "bmV4dA");

    [GeneratedRegex("(?<=[?&]cursor=|\"(?:nextCursor|cursor)\": ?\")[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex("(?!019094ca)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Given();

    [GeneratedRegex("(?<=\"traceId\":\")[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex Trace();

    private static JsonNode Timeless(JsonNode node)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (name == "daysSince" && value is not null)
            {
                node[name] = new JsonObject { ["least"] = LeastDaysSince, ["most"] = MostDaysSince };
            }

            if (value is JsonValue && (name is "daysSinceLeast" or "daysSinceMost"))
            {
                node[name] = name is "daysSinceLeast" ? LeastDaysSince : MostDaysSince;
            }

            if (value is JsonValue && (name == "at" || name.EndsWith("At", StringComparison.Ordinal)))
            {
                node[name] = AnyInstant;
            }
        }

        foreach (var inner in node is JsonObject o ? o.Select(m => m.Value) : node is JsonArray a ? a : [])
        {
            if (inner is JsonObject or JsonArray)
            {
                Timeless(inner);
            }
        }

        return node;
    }
}
