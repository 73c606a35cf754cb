using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>
/// As fast as reading rows gets here: hand-written SQL, prepared statements, one batch per step, pooled connections without a reset, and
/// source-generated JSON. It has no key, audit, validation or entity tags.
/// </summary>
internal static class LimitServer
{
    private const int DefaultLimit = 50;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        await using var database = new NpgsqlSlimDataSourceBuilder(ComparedServer.Place + ";No Reset On Close=true").EnableArrays().Build();
        var reader = new LimitReader(database, await LimitReader.ReadSubtrees(database));

        app.MapGet("/api/v1/meetings/{id:guid}", async (Guid id, HttpContext context) => await Write(
            context, await reader.Meeting(id), ContractJson.Default.MeetingDto));
        app.MapGet("/api/v1/meetings", async (string? company, string? area, string? cursor, int? limit, HttpContext context) =>
            await Write(
                context,
                await reader.Meetings(company, area, PageCursor.Read(cursor), limit ?? DefaultLimit, context.Request),
                ContractJson.Default.PageDtoMeetingDto));
        app.MapGet("/api/v1/people", async (string q, HttpContext context) => await Write(
            context, await reader.People(q, DefaultLimit, context.Request), ContractJson.Default.PageDtoPersonDto));

        await app.RunAsync();
    }

    /// <summary>Serializes by the generated code alone; the serializer would not use it with this encoder.</summary>
    private static async Task Write<T>(HttpContext context, T? value, JsonTypeInfo<T> type)
        where T : class
    {
        if (value is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        var output = context.Response.BodyWriter;

        await using (var writer = new Utf8JsonWriter(output, Json))
        {
            type.SerializeHandler!(writer, value);
        }

        await output.FlushAsync();
    }
}
