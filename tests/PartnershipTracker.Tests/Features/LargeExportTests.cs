using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Tests.Features;

/// <summary>Exports of many rows: the number of statements, the order, and complete files only.</summary>
public sealed class LargeExportTests(LargeExportTests.LoadedApp app) : IClassFixture<LargeExportTests.LoadedApp>
{
    private const int Many = 40_000;

    [Fact]
    public async Task A_large_file_takes_as_many_statements_as_a_small_one_and_is_sorted()
    {
        await app.GetBytes("meetings.csv?status=planned"); // the first request of an application may send one more
        using var small = new SqlLog(app);
        await app.GetBytes("meetings.csv?status=planned");
        var few = small.Commands.Count();
        using var large = new SqlLog(app);
        var (_, rows) = ExportTests.Read(await app.GetBytes("meetings.csv?sort=-date"));

        Assert.NotEqual(0, few);
        Assert.Equal(few, large.Commands.Count());
        Assert.True(rows.Count >= Many, $"{rows.Count}");
        Assert.Equal(rows.OrderByDescending(Place, StringComparer.Ordinal).Select(r => r["id"]), rows.Select(r => r["id"]));

        static string Place(Dictionary<string, string> row) =>
            $"{row["earliest"]} {row["latest"]} {(row["tripOrder"] is "" ? "9" : row["tripOrder"])} {row["id"]}";
    }

    [Fact]
    public async Task The_timeline_file_contains_every_entry()
    {
        var (_, rows) = ExportTests.Read(await app.GetBytes("timeline.csv?type=meeting&from=2026-01-01"));
        var total = (int)(await app.Get("timeline?type=meeting&from=2026-01-01&count=true&limit=1")).Body["total"]!;

        Assert.True(rows.Count > 1000, $"{rows.Count}");
        Assert.Equal(total, rows.Select(r => r["id"]).Distinct().Count());
    }

    [Fact]
    public async Task A_file_whose_query_fails_ends_with_a_broken_connection()
    {
        using var response = await app.Client.GetAsync(
            new Uri($"{TrackerApp.Api}/meetings.csv", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await app.Query<bool>(
            "SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'PartnershipTracker exports' "
            + $"AND datname = '{app.Database}'");

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        });
        (await app.Get("companies.csv")).Is(HttpStatusCode.OK); // the slot is free again
    }

    [Fact]
    public async Task An_export_waits_for_a_free_slot_and_other_requests_proceed()
    {
        var slots = app.Services.GetRequiredService<ExportSlots>();

        for (var n = 0; n < DatabaseConnections.MaxExports; n++)
        {
            Assert.True(await slots.Enter(TestContext.Current.CancellationToken));
        }

        var refused = (await app.Get("companies.csv")).Is(HttpStatusCode.ServiceUnavailable);
        (await app.Get("companies")).Is(HttpStatusCode.OK);
        var waiting = app.Get("companies.csv");
        Enumerable.Range(0, DatabaseConnections.MaxExports).ToList().ForEach(_ => slots.Leave());

        Assert.Equal(("exports_busy", "2"), (refused.Problem, refused.Headers["Retry-After"]));
        (await waiting).Is(HttpStatusCode.OK);
    }

    public sealed class LoadedApp(TestServer server) : TrackerApp(server)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Query<object>(LoadGenerator.Meetings(Many) + " ANALYZE; SELECT 1");
        }
    }
}
