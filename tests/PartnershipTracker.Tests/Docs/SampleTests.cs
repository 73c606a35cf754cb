using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.LocalPostgres;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Docs;

/// <summary>The sample programs that keep a copy of the register.</summary>
public sealed class SampleTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Print =
        "import sqlite3, sys; [print(*r) for r in sqlite3.connect(sys.argv[1]).execute('SELECT resource, id, version FROM items ORDER BY 1, 2')]";

    private static async Task<string> Run(string program, string key, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { Environment = { ["TRACKER_KEY"] = key } };
        var outcome = await Command.Run(start, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.LastLines);

        return outcome.Text;
    }

    [Theory]
    [InlineData("public")]
    [InlineData("restricted")]
    public async Task The_sample_in_Python_keeps_a_copy_without_what_was_deleted_or_hidden(string clearance)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))), "Install python3.");
        var (sample, file) = (Path.Combine(Repository.Root, "docs", "samples", "copy.py"), Path.Combine(Path.GetTempPath(), $"copy-{Guid.CreateVersion7():n}.db"));
        var key = await app.Key(["read"], clearance);

        await Try(() => Run("python3", key, sample, $"{app.Client.BaseAddress}", file, "--once"));

        var copied = (await Run("python3", key, "-c", Print, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(file);
        Assert.Equal(await All(key), copied.Select(line => line.Trim()));
    }

    [ProcessFact]
    public async Task The_sample_in_CSharp_keeps_a_copy_without_what_was_deleted_or_hidden()
    {
        var folder = Directory.CreateTempSubdirectory("copy-").FullName;
        var (sample, copy, key) = (Path.Combine(folder, "copy.cs"), Path.Combine(folder, "copy"), await app.Key(["read"], "public"));
        File.Copy(Path.Combine(Repository.Root, "docs", "samples", "copy.cs"), sample);

        await Try(() => Run("dotnet", key, "run", sample, $"{app.Client.BaseAddress}", copy, "--once"));

        var copied = Directory.GetDirectories(copy).SelectMany(Directory.GetFiles)
            .Select(file => $"{Path.GetFileName(Path.GetDirectoryName(file))} {Path.GetFileNameWithoutExtension(file)} {JsonNode.Parse(File.ReadAllText(file))!["version"]}");
        Assert.Equal(await All(key), copied.Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Copies the register twice. Between, a meeting is deleted, one is hidden from the public, and one is shown to it.</summary>
    private async Task Try(Func<Task<string>> copy)
    {
        string[] ids = [await New("public"), await New("public"), await New("restricted")];
        await copy();
        (await app.Delete($"meetings/{ids[0]}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        await Label(ids[1], "confidential");
        await Label(ids[2], "public");
        await Changes.Settle(app);
        await copy();
    }

    /// <summary>Returns the resources as the lists show them.</summary>
    private async Task<IEnumerable<string>> All(string key)
    {
        var all = new List<string>();

        foreach (var resource in Catalog.Resources.All.Select(r => r.Collection))
        {
            var page = (await app.Get($"{resource}?limit=200", ("X-Api-Key", key))).Is(HttpStatusCode.OK);
            all.AddRange(page.Items.Select(item => $"{resource} {item!["id"]} {item["version"]}"));
        }

        return all.Order(StringComparer.Ordinal);
    }

    private async Task<string> New(string confidentiality)
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = confidentiality;

        return $"{(await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]}";
    }

    private async Task Label(string id, string confidentiality) => (await app.Patch(
        $"meetings/{id}", new JsonObject { ["confidentiality"] = confidentiality }, ("If-Match", "*"), ("Change-Reason", "test")))
        .Is(HttpStatusCode.OK);
}
