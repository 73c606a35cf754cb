using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>
/// As fast as reading and writing rows gets here: hand-written SQL, prepared statements, one batch per step, pooled connections without a
/// reset, and source-generated JSON. It has no key, validation or conditional requests, and its reads have no audit.
/// </summary>
internal static class LimitServer
{
    public const string JsonType = "application/json; charset=utf-8";

    private const int DefaultLimit = 50;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        const string Settings = "No Reset On Close=true";
        await using var database = new NpgsqlSlimDataSourceBuilder($"{ComparedServer.Place};{Settings}").EnableArrays().Build();
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

        MapWrites(app, new(database));

        await app.RunAsync();
    }

    public static byte[] Render<T>(T value, JsonTypeInfo<T> type)
    {
        var output = new ArrayBufferWriter<byte>();

        using (var writer = new Utf8JsonWriter(output, Json))
        {
            type.SerializeHandler!(writer, value);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void MapWrites(WebApplication app, LimitWriter writer)
    {
        app.MapPost("/api/v1/meetings", async (HttpContext context) =>
        {
            var body = await Body(context);
            var (id, image) = await writer.Create(
                JsonSerializer.Deserialize(body, BodyJson.Default.MeetingBody)!, body, context.Request.Headers[LimitIdempotency.Header]!,
                Address(context));
            context.Response.Headers.Location = $"/api/v1/meetings/{id}";
            await Send(context, StatusCodes.Status201Created, version: 1, image);
        });
        app.MapPut("/api/v1/meetings/{id:guid}/areas/{area}", async (Guid id, string area, HttpContext context) =>
        {
            var body = JsonSerializer.Deserialize(await Body(context), BodyJson.Default.AreaLinkBody)!;
            var (link, version, isNew) = await writer.Link(id, area, body, Address(context));
            await Send(
                context, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, version,
                Render(link, ContractJson.Default.AreaLinkDto));
        });
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress!.ToString();

    private static async Task<byte[]> Body(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        return body.ToArray();
    }

    private static async Task Send(HttpContext context, int status, int version, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonType;
        context.Response.Headers.ETag = EntityTag(version);
        await context.Response.Body.WriteAsync(body);
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

        context.Response.ContentType = JsonType;
        var output = context.Response.BodyWriter;

        await using (var writer = new Utf8JsonWriter(output, Json))
        {
            type.SerializeHandler!(writer, value);
        }

        await output.FlushAsync();
    }

    public static string EntityTag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}-{LimitWriter.Shape}\"");
}
