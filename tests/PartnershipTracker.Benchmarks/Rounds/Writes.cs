using System.Globalization;
using System.Text.Json;
using PartnershipTracker.Benchmarks.Data;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The workloads that change the register. They come last, so that all reads find the same register.</summary>
internal static class Writes
{
    private const int Seed = 20240710;
    private const int Bodies = 200;
    private const int Affiliates = 20;
    private const int Links = 5;

    /// <summary>The most meetings that are linked to areas. With enough of them, none becomes much larger during the run.</summary>
    private const int Linked = 8000;

    private const string Summary = "The leaders discussed what the companies do together, and what each of them will invest in it.";

    /// <summary>The creation that the servers are compared by.</summary>
    public static Target Example { get; } = Meeting(new Random(Seed));

    public static async Task<IReadOnlyList<Workload>> All(Register register)
    {
        var random = new Random(Seed);
        var created = Enumerable.Range(0, Bodies).Select(_ => Meeting(random)).ToList();
        var linked = await Sql.Query<string>(
            register.Owner,
            $"""
            SELECT meeting_id || ' ' || min(organization_id) FROM meeting_participants
            WHERE organization_id LIKE 'company-%' AND meeting_id IN (
                SELECT id FROM meetings WHERE confidentiality IN ('public', 'internal') AND readers = ARRAY[]::text[]
                ORDER BY md5(id::text) LIMIT {Linked})
            GROUP BY meeting_id ORDER BY md5(meeting_id::text)
            """);

        return
        [
            Write("create a meeting", created),
            Write("link an area", [.. linked.Select(row => row.Split(' ')).Select(row => Link(row[0], row[1]))]),
        ];
    }

    /// <summary>Returns the request that links a meeting to the area of the pass.</summary>
    public static Target Link(string meeting, string company) => new($"/api/v1/meetings/{meeting}/areas/{Target.AreaMark}")
    {
        Method = "PUT",
        Body = JsonSerializer.Serialize(new
        {
            affiliates = (string[])["affiliate-1"],
            companies = (string[])[company],
            basis = "inferred",
            rationale = Rationale,
        }),
    };

    private static string Rationale => $"The collaboration reported with this company is in this area ({Target.NumberMark}).";

    private static Workload Write(string name, IReadOnlyList<Target> targets) =>
        new(name, _ => Task.FromResult(targets)) { Servers = ["product", "limit"], IsWrite = true };

    /// <summary>Returns the request that creates a meeting of an affiliate and a company as the register has them.</summary>
    private static Target Meeting(Random random)
    {
        var (affiliate, company) = (Workload.Zipf(random, Affiliates), Workload.Zipf(random, Workload.Companies));
        var first = random.Next(Workload.Leaves);
        var areas = Enumerable.Range(0, Links).Select(i => Workload.Leaf(1 + ((first + (i * 7)) % Workload.Leaves)));

        return new("/api/v1/meetings")
        {
            Method = "POST",
            Body = JsonSerializer.Serialize(new
            {
                title = new { ko = "경영진 회동 " + Target.NumberMark, en = "Meeting of the leaders " + Target.NumberMark },
                kind = "executive_meeting",
                format = "in_person",
                status = "held",
                confidentiality = "internal",
                date = new DateOnly(2000, 1, 1).AddDays(random.Next(9500)).ToString("O", CultureInfo.InvariantCulture),
                place = new { venue = $"Headquarters of Company {company}", city = "San Jose", region = "California", country = "US" },
                summary = Summary,
                participants = Participants(affiliate, company),
                areas = areas.Select(area => new
                {
                    area,
                    affiliates = (string[])[$"affiliate-{affiliate}"],
                    companies = (string[])[$"company-{company}"],
                    basis = "inferred",
                    rationale = Rationale,
                }),
            }),
        };
    }

    /// <summary>Returns two people of the affiliate and two of the company.</summary>
    private static object[] Participants(int affiliate, int company) =>
    [
        Participant("affiliate", affiliate, 4000 + affiliate, "ours", "principal"),
        Participant("affiliate", affiliate, 4020 + affiliate, "ours", "attendee"),
        Participant("company", company, company, "theirs", "principal"),
        Participant("company", company, 2000 + company, "theirs", "attendee"),
    ];

    private static object Participant(string kind, int number, int person, string side, string role) => new
    {
        organization = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"),
        person = string.Create(CultureInfo.InvariantCulture, $"person-{person}"),
        side,
        role,
    };
}
