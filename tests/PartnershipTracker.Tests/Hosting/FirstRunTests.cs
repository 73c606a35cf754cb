using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The first start, and a start after the process was killed.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tracker-run-{Guid.CreateVersion7():n}");
    private readonly HttpClient _http = new();

    private TrackerProcess Start() => TrackerProcess.Start(
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("LocalPostgres__Folder", _folder),
        ("ConnectionStrings__Tracker", null),
        ("ConnectionStrings__Owner", null));

    private async Task<int> Meetings(TrackerProcess run) =>
        (int)(await _http.GetFromJsonAsync<JsonObject>(new Uri(await run.Ready, "api/v1/meetings?count=true")))!["total"]!;

    [ProcessFact]
    public async Task The_application_starts_without_a_database_and_again_after_being_killed()
    {
        using var first = Start();
        Assert.Equal(8, await Meetings(first));
        var page = await _http.GetStringAsync(await first.Ready, TestContext.Current.CancellationToken);
        Assert.Contains("<script type=\"module\" src=\"main.js\">", page, StringComparison.Ordinal);
        var script = await _http.GetAsync(new Uri(await first.Ready, "main.js"), TestContext.Current.CancellationToken);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        var meetings = new Uri(await first.Ready, "api/v1/meetings");
        await _http.PostAsJsonAsync(meetings, TestData.Meeting(), TestContext.Current.CancellationToken);

        using var second = Start();
        Assert.Equal(1, await second.Exit());
        Assert.Contains(
            first.Process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            second.Said,
            StringComparison.Ordinal);
        Assert.Contains("set LocalPostgres__Folder.", second.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Said, StringComparison.Ordinal);
        Assert.Equal(9, await Meetings(first));
        Assert.Contains(Process.GetProcessesByName("postgres"), IsOurs);

        first.Process.Kill(); // SIGKILL: no chance to clean up
        await first.Exit();
        using var third = Start();
        Assert.Equal(9, await Meetings(third));

        third.Terminate();
        Assert.Equal(0, await third.Exit());
        Assert.DoesNotContain(Process.GetProcessesByName("postgres"), IsOurs);
    }

    public void Dispose()
    {
        _http.Dispose();

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private bool IsOurs(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // gone while we looked
        }
    }
}
