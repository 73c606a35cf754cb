using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The memory of the process while several clients import large files at once, of which two run.</summary>
public sealed class ImportMemoryTests(TrackerApp app, TestServer server) : IClassFixture<TrackerApp>, IDisposable
{
    private const int Size = 60_000_000;

    /// <summary>The size of files whose items take long, though no more memory than a few of them.</summary>
    private const int SizeOfItems = 8_000_000;

    private const int Clients = 4;

    /// <summary>The documented bound of the growth in MiB, for two imports at once.</summary>
    private const int MaxGrowth = 768;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(20) };

    public static TheoryData<string, string> Files => new()
    {
        { "text/csv", "one cell" },
        { "text/csv", "rows of large cells" },
        { "application/x-ndjson", "one line" },
        { "application/x-ndjson", "items of many objects" },
        { "application/x-ndjson", "empty lines" },
    };

    [ProcessTheory]
    [MemberData(nameof(Files))]
    public async Task Parallel_imports_of_large_files_stay_within_the_documented_memory(string mediaType, string content)
    {
        var key = await app.Key(["read", "write"]);
        using var run = TrackerProcess.Start(
            ("ASPNETCORE_ENVIRONMENT", "Staging"), ("Proxy__Trusted", "127.0.0.1"),
            ("ConnectionStrings__Owner", server.Owner(app.Database)), ("ConnectionStrings__Tracker", server.Runtime(app.Database)));
        _http.BaseAddress = await run.Ready;
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        await Import(mediaType, Encoding.ASCII.GetBytes("id,nameEn\nx,X\n"));
        var before = Memory(run.Process.Id, "VmRSS");
        var file = Of(content);

        var ends = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Import(mediaType, file)));

        Assert.All(ends, end => Assert.Contains(end, new[] { HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity }));
        var growth = Memory(run.Process.Id, "VmHWM") - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{content}: {growth} MiB more than {before} MiB");
        Assert.InRange(growth, 0, MaxGrowth);
    }

    /// <summary>By default with few rows, since a dry run of many takes minutes.</summary>
    [ProcessTheory]
    [InlineData("text/csv")]
    [InlineData(XlsxImportTests.MediaType)]
    public async Task A_table_is_imported_in_a_process_of_at_most_400_MiB(string mediaType)
    {
        const int MaxMemory = 400;
        var rows = int.Parse(Environment.GetEnvironmentVariable("IMPORT_ROWS") ?? "5000", CultureInfo.InvariantCulture);
        await app.Query<object?>("VACUUM (ANALYZE)"); // the rows of another dry run would slow this one down
        var key = await app.Key(["read", "write"]);
        using var run = TrackerProcess.Start(
            ("ASPNETCORE_ENVIRONMENT", "Staging"), ("Proxy__Trusted", "127.0.0.1"),
            ("ConnectionStrings__Owner", server.Owner(app.Database)), ("ConnectionStrings__Tracker", server.Runtime(app.Database)));
        _http.BaseAddress = await run.Ready;
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        string[] Cells(int i) => [$"row-{i}", $"Area {i}", $"분야 {i}", $"The description of row {i}, which differs from all others."];
        var file = mediaType is "text/csv"
            ? Encoding.UTF8.GetBytes("id,nameEn,nameKo,description\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"\"{string.Join("\",\"", Cells(i))}\"\n")))
            : XlsxImportTests.Workbook(("areas", XlsxImportTests.Texts(1, "id", "nameEn", "nameKo", "description")
                + string.Concat(Enumerable.Range(0, rows).Select(i => XlsxImportTests.Texts(i + 2, Cells(i))))));

        Assert.Equal(HttpStatusCode.OK, await Import(mediaType, file));

        var most = Memory(run.Process.Id, "VmHWM");
        TestContext.Current.TestOutputHelper!.WriteLine($"{mediaType}: {most} MiB");
        Assert.InRange(most, 0, MaxMemory);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Of(string content)
    {
        const string Header = "id,nameEn,nameKo,aliases,description\n";
        var large = new string('x', 250_000);
        var objects = string.Join(',', Enumerable.Repeat("{}", 300_000));

        return content switch
        {
            "one cell" => Repeated(Header + "a,", _ => "x"),
            "rows of large cells" => Repeated(Header, i => $"a-{i},{large},{large},{large},{large}\n", SizeOfItems),
            "one line" => Repeated("", _ => "x"),
            "items of many objects" => Repeated(
                "", i => $"{{\"resource\":\"areas\",\"id\":\"a-{i}\",\"aliases\":[{objects}]}}\n", SizeOfItems),
            _ => Repeated("", _ => "\n"),
        };
    }

    private static byte[] Repeated(string start, Func<int, string> part, int size = Size)
    {
        var file = new byte[size];
        var (length, next) = (Encoding.ASCII.GetBytes(start, file), part(0));

        for (var i = 1; length + next.Length <= size; i++)
        {
            length += Encoding.ASCII.GetBytes(next, file.AsSpan(length));
            next = part(i);
        }

        return file[..length];
    }

    /// <summary>Makes a dry run and waits for its end.</summary>
    private async Task<HttpStatusCode> Import(string mediaType, byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        using var answer = await _http.PostAsync(
            new Uri("/api/v1/imports?dryRun=true&mode=partial&resource=areas", UriKind.Relative), content,
            TestContext.Current.CancellationToken);

        if (answer.Headers.Location is not { } operation)
        {
            return answer.StatusCode;
        }

        while (true)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            var ended = JsonNode.Parse(await _http.GetStringAsync(operation, TestContext.Current.CancellationToken))!;
            var state = ended["state"]!.ToString();

            if (state is "failed")
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"{ended}");
            }

            if (state is not "running")
            {
                return state is "succeeded" ? HttpStatusCode.OK : HttpStatusCode.InternalServerError;
            }
        }
    }

    /// <summary>Returns a figure of the process in MiB, as Linux counts it.</summary>
    private static int Memory(int process, string name) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024).First();
}
