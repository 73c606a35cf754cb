using System.Text.RegularExpressions;
using Npgsql;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Invalid input gets the expected response, without internal details, and the same one in Development and in Production.
/// </summary>
public sealed partial class InvalidInputTests(InvalidInputTests.BothEnvironments apps) : IClassFixture<InvalidInputTests.BothEnvironments>
{
    private static readonly Dictionary<string, InvalidInputCase> All = new (string Theme, IEnumerable<InvalidInputCase> Cases)[]
    {
        ("body", InvalidInputBodies.Cases), ("text", InvalidInputTexts.Cases), ("query", InvalidInputQueries.Cases),
        ("address", InvalidInputAddresses.Cases), ("patch", InvalidInputPatches.Cases),
    }
        .SelectMany(t => t.Cases.Select(c => (Name: $"{t.Theme}: {c.Name}", Case: c)))
        .ToDictionary(c => c.Name, c => c.Case, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The same application in Development and in Production.</summary>
    public sealed class BothEnvironments(TestServer server) : IAsyncLifetime
    {
        private const string Everything =
            """
            SELECT concat_ws('/', (SELECT count(*) FROM changes), (SELECT max(sequence) FROM changes),
                (SELECT md5(string_agg(o::text, '|' ORDER BY id)) FROM organizations o),
                (SELECT md5(string_agg(p::text, '|' ORDER BY id)) FROM people p),
                (SELECT md5(string_agg(a::text, '|' ORDER BY id)) FROM areas a),
                (SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM trips t),
                (SELECT md5(string_agg(m::text, '|' ORDER BY id)) FROM meetings m),
                (SELECT md5(string_agg(c::text, '|' ORDER BY id)) FROM collaborations c),
                (SELECT md5(string_agg(p::text, '|' ORDER BY id)) FROM meeting_participants p))
            """;

        private NpgsqlConnection[] _databases = [];

        public TrackerApp Development { get; } = new(server);

        public ProductionApp Production { get; } = new(server);

        public TrackerApp[] Each => [Development, Production];

        /// <summary>A digest of the register after the last case.</summary>
        public string[] Register { get; set; } = [];

        public async ValueTask InitializeAsync()
        {
            await Development.InitializeAsync();
            await Production.InitializeAsync();
            _databases = [new(server.Owner(Development.Database)), new(server.Owner(Production.Database))];
            await Task.WhenAll(_databases.Select(database => database.OpenAsync(TestContext.Current.CancellationToken)));
            Register = await Read();
        }

        public async Task<string[]> Read() => await Task.WhenAll(_databases.Select(async database =>
        {
            await using var command = new NpgsqlCommand(Everything, database);

            return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }));

        public async ValueTask DisposeAsync()
        {
            foreach (var database in _databases)
            {
                await database.DisposeAsync();
            }

            await Development.DisposeAsync();
            await Production.DisposeAsync();
        }

    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Invalid_input_gets_the_expected_response_in_both_environments(string name)
    {
        var invalid = All[name];

        var answers = await Task.WhenAll(apps.Each.Select(app => RawHttp.Send(
            app.Client.BaseAddress!, (app == apps.Production ? invalid.With(apps.Production.Secret) : invalid).Bytes())));
        var (developed, produced) = (answers[0], answers[1]);

        var (before, after) = (apps.Register, await apps.Read());
        apps.Register = after;

        Assert.Equal(invalid.Expected, Summary(invalid, developed));
        Assert.Equal(Lasting(developed), Lasting(produced));
        Assert.DoesNotMatch(Inside(), developed.Text);

        if (invalid.IsProblem)
        {
            AssertProblem(developed);
        }

        if (!invalid.Changes)
        {
            Assert.Equal(before, after);
        }
    }

    [Fact]
    public void There_are_at_least_170_cases() => Assert.True(All.Count >= 170, $"{All.Count}");

    [Fact]
    public async Task Every_problem_is_available_in_Korean_with_the_same_codes()
    {
        foreach (var invalid in All.Values.Where(c => c is { IsProblem: true, IsEarly: false } && c.Headers.All(h => h.Name is not "Accept-Language")))
        {
            var asked = invalid with { Headers = [.. invalid.Headers, ("Accept-Language", "ko-KR,en;q=0.5")] };
            var answer = await RawHttp.Send(apps.Development.Client.BaseAddress!, asked.Bytes());
            var told = new[] { answer.Body["title"]!, answer.Body["detail"]! }
                .Concat((answer.Body["errors"]?.AsArray() ?? []).Select(e => e!["detail"]!));

            Assert.Equal(invalid.Expected, Summary(invalid, answer));
            Assert.All(told, text => Assert.Matches(@"\p{IsHangulSyllables}", text.ToString()));
            Assert.Contains(answer.Body["code"]!.ToString(), Messages.Problems.Keys);
            Assert.All(answer.Body["errors"]?.AsArray() ?? [], e => Assert.Contains(e!["code"]!.ToString(), Messages.FaultCodes));
        }
    }

    private static string Summary(InvalidInputCase invalid, ApiResponse answer) => (answer.Text, invalid) switch
    {
        (not "", { IsProblem: true }) => $"{(int)answer.Status} {answer.Problem}",
        _ => $"{(int)answer.Status}",
    };

    private static void AssertProblem(ApiResponse answer)
    {
        Assert.Equal(ProblemHandler.MediaType, answer.MediaType);
        Assert.All(["type", "title", "detail", "code", "traceId"], member => Assert.NotEqual("", answer.Body[member]!.GetValue<string>()));
        Assert.Equal((int)answer.Status, answer.Body["status"]!.GetValue<int>());
        Assert.Equal($"/problems/{answer.Body["code"]}", answer.Body["type"]!.ToString());
        Assert.True(answer.Text.Length < 32_000, "An answer is no larger than it must be.");
        Assert.Equal(answer.Status is System.Net.HttpStatusCode.MethodNotAllowed, answer.Headers.ContainsKey("Allow"));
    }

    /// <summary>Returns the response without traces, new ids and instants.</summary>
    private static string Lasting(ApiResponse answer) => New().Replace(
        $"{(int)answer.Status}\n"
            + string.Join('\n', answer.Headers
                .Where(h => h.Key is not "Date")
                .OrderBy(h => h.Key, StringComparer.Ordinal)
                .Select(h => $"{h.Key}: {(h.Key is "ETag" ? answer.ETagOfContent : h.Value)}"))
            + $"\n{answer.Text}",
        "…");

    [GeneratedRegex(
        "(?<=\"traceId\":\")[^\"]+|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|20[0-9-]{8}T[0-9:.]+Z",
        RegexOptions.None,
        1000)]
    private static partial Regex New();

    /// <summary>Matches internal details: type names, stack frames, SQL.</summary>
    [GeneratedRegex(
        @"System\.|Npgsql|Microsoft\.|PartnershipTracker\.|\.cs\b|\bat \w+\.\w+|\bSELECT\b|\bINSERT\b|SqlState|Exception",
        RegexOptions.None,
        1000)]
    private static partial Regex Inside();
}
