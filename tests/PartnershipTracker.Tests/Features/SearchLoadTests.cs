using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Features;

/// <summary>The search among 20,000 people with similar names and 10,000 meetings.</summary>
public sealed class SearchLoadTests(SearchLoadTests.LoadedApp app) : IClassFixture<SearchLoadTests.LoadedApp>
{
    private const int People = 20_000;
    private const int Asked = 40;

    private const string Surnames = "김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심";
    private const string Firsts = "민서지현은태성준영재수도하시유건정상진동승우경소채원예나기형";
    private const string Seconds = "준우현호진민석훈영원수아연희은빈윤서주인환철규혁택";

    private static readonly string[] Particles = ["이", "은", "에게", "과의", "님"];

    public sealed class LoadedApp(TestServer server) : TrackerApp(server)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var names = string.Join(',', Enumerable.Range(0, People).Select(n => $"'{Name(n)}'"));
            await Query<long>(
                $"""
                INSERT INTO people (id, name_ko, aliases, weak_aliases, version, created_at, updated_at)
                    SELECT 'person-' || n - 1, name, '{"{}"}', '{"{}"}', 1, now(), now()
                    FROM unnest(ARRAY[{names}]) WITH ORDINALITY names (name, n);
                {LoadGenerator.Meetings(10_000)}
                SELECT count(*) FROM search_names
                """);
            await Query<object?>("VACUUM (ANALYZE)"); // empties the lists of new entries of the indexes, which make their use look dear
        }
    }

    /// <summary>Returns a name that is unique for its number.</summary>
    private static string Name(int n) => $"{Surnames[n % 30]}{Firsts[n / 30 % 30]}{Seconds[n / 900]}";

    private static IEnumerable<int> Some => Enumerable.Range(0, Asked).Select(i => i * 499 % People);

    private async Task<JsonNode?> First(string q) =>
        (await app.Get($"search?type=people&q={Uri.EscapeDataString(q)}")).Is(HttpStatusCode.OK).Items.FirstOrDefault();

    /// <summary>Asserts that the first hits are right; any of several equally good names is accepted.</summary>
    private async Task AssertFinds(Func<int, string> ask, Func<int, string, bool> isRight)
    {
        var misses = new List<string>();

        foreach (var n in Some)
        {
            var found = await First(ask(n));

            if (found is null || !isRight(n, found["matchedName"]!.ToString()))
            {
                misses.Add($"{ask(n)}, meaning {Name(n)}: {found?.ToJsonString()}");
            }
        }

        Assert.True(misses.Count <= Asked * 0.02, string.Join('\n', misses));
    }

    [Fact]
    public Task A_name_is_found_among_many() => AssertFinds(Name, (n, found) => found == Name(n));

    [Fact]
    public Task A_decomposed_name_is_found_among_many() =>
        AssertFinds(n => Name(n).Normalize(NormalizationForm.FormD), (n, found) => found == Name(n));

    [Fact]
    public Task A_name_with_a_particle_is_found_among_many() =>
        AssertFinds(n => Name(n) + Particles[n % Particles.Length], (n, found) => found == Name(n));

    [Fact]
    public Task A_prefix_is_found_among_many() =>
        AssertFinds(n => Name(n)[..2], (n, found) => found.StartsWith(Name(n)[..2], StringComparison.Ordinal));

    [Fact]
    public Task A_part_of_a_name_is_found_among_many() =>
        AssertFinds(n => Name(n)[1..], (n, found) => found.Contains(Name(n)[1..], StringComparison.Ordinal));

    [Fact]
    public Task Initial_consonants_are_found_among_many() =>
        AssertFinds(n => Initials(Name(n)), (n, found) => Initials(found) == Initials(Name(n)));

    [Fact]
    public Task A_name_with_a_wrong_vowel_is_found_among_many() => AssertFinds(WithWrongVowel, (n, found) =>
        Typos.Distance(Letters.Of(found), Letters.Of(WithWrongVowel(n))) <= 1);

    [Fact]
    public Task A_name_with_a_missing_letter_is_found_among_many() => AssertFinds(WithLetterMissing, (n, found) =>
        Typos.Distance(Letters.Of(found), Letters.Of(WithLetterMissing(n))) <= 1);

    /// <summary>
    /// The texts are a common word, a rare one, an absent one, and one with a particle, for high and low clearances. A word of nearly every
    /// title may be found by reading the first meetings.
    /// </summary>
    [Theory]
    [InlineData("회동", "restricted")]
    [InlineData("회동", "public")]
    [InlineData("meeting", "internal")]
    [InlineData("회동 7777", "internal")]
    [InlineData("Meeting 7777", "public")]
    [InlineData("없는제목입니다", "internal")]
    [InlineData("회동에서", "restricted")]
    [InlineData("회동 12", "public")]
    public async Task No_search_reads_every_meeting(string q, string clearance)
    {
        var key = ("X-Api-Key", await app.Key(["read"], clearance));

        var plans = await Plans($"search?q={Uri.EscapeDataString(q)}&type=meetings", key);

        Assert.Contains(plans.SelectMany(Nodes), n => n["Relation Name"]?.ToString() == "meetings");

        foreach (var plan in plans)
        {
            Assert.All(Nodes(plan).Where(n => n["Relation Name"]?.ToString() == "meetings"), n => Assert.True(Rows(n) <= 2000, plan));
        }
    }

    [Theory]
    [InlineData("search/suggestions?q=ㅊㅌ")]
    [InlineData("search/suggestions?q=민준")]
    [InlineData("search?type=people&q=김민준 회장")]
    [InlineData("search?type=people&q=Mr. Chey")]
    [InlineData("search?type=people&q=rlaalswns")]
    public async Task A_suggestion_and_a_search_for_names_read_indexes_only(string url)
    {
        var plan = Assert.Single(await Plans(url));

        Assert.DoesNotContain(Nodes(plan), n => n["Node Type"]!.ToString() == "Seq Scan");
    }

    private static string Initials(string name) =>
        string.Concat(name.Select(syllable => "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[(syllable - '가') / 588]));

    private static string WithWrongVowel(int n)
    {
        var (name, at) = (Name(n), 1 + (n % 2));
        var (initial, vowel, final) = ((name[at] - '가') / 588, (name[at] - '가') % 588 / 28, (name[at] - '가') % 28);

        return $"{name[..at]}{(char)('가' + (initial * 588) + ((vowel + 1) % 21 * 28) + final)}{name[(at + 1)..]}";
    }

    private static string WithLetterMissing(int n)
    {
        var letters = Letters.Of(Name(n));

        return letters.Remove(letters.Length - 1);
    }

    private async Task<List<string>> Plans(string url, params (string, string)[] headers)
    {
        using var log = new SqlLog(app);
        (await app.Get(url, headers)).Is(HttpStatusCode.OK);
        var plans = new List<string>();

        foreach (var (sql, parameters) in log.Sent.Where(c => c.Sql.Contains("LIMIT", StringComparison.Ordinal)).ToList())
        {
            plans.Add(await app.PlanOf(sql, parameters));
        }

        return plans;
    }

    private static double Rows(JsonNode node) => node["Actual Loops"]!.GetValue<double>()
        * (node["Actual Rows"]!.GetValue<double>() + (node["Rows Removed by Filter"]?.GetValue<double>() ?? 0));

    private static IEnumerable<JsonNode> Nodes(string plan)
    {
        return Below(JsonNode.Parse(plan)![0]!["Plan"]!);

        static IEnumerable<JsonNode> Below(JsonNode node) => (node["Plans"]?.AsArray() ?? []).SelectMany(n => Below(n!)).Prepend(node);
    }
}
