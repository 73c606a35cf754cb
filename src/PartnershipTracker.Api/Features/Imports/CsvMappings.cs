using System.Globalization;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// What the columns of each export mean when it comes back. Names beside keys, bounds of dates, versions and times follow from others.
/// </summary>
internal static class CsvMappings
{
    private const string Weak = " (weak)";

    private static readonly CsvColumn[] Name = [CsvColumn.Text("nameKo", "/name/ko"), CsvColumn.Text("nameEn", "/name/en")];

    private static readonly CsvColumn[] Title = [CsvColumn.Text("titleKo", "/title/ko"), CsvColumn.Text("titleEn", "/title/en")];

    private static readonly CsvColumn Aliases = new(["aliases"], "/aliases", cells => Each(cells[0], alias => new JsonObject
    {
        ["name"] = alias.EndsWith(Weak, StringComparison.Ordinal) ? alias[..^Weak.Length] : alias,
        ["weak"] = alias.EndsWith(Weak, StringComparison.Ordinal),
    }));

    private static readonly CsvColumn[] Organization =
    [
        .. Name, Aliases, Plain("country"), Plain("website"), CsvColumn.Text("ticker", "/externalIds/ticker"),
        CsvColumn.Text("wikidata", "/externalIds/wikidata"),
    ];

    public static readonly CsvMapping<Company> Companies =
        CsvMapping<Company>.Of((_, companies, _) => Rows(companies.Select(CompanyRow.From)), Organization);

    public static readonly CsvMapping<Affiliate> Affiliates = CsvMapping<Affiliate>.Of(
        (_, affiliates, _) => Rows(affiliates.Select(a => AffiliateRow.From(a, null))), [.. Organization, Plain("kind"), Plain("parent")]);

    public static readonly CsvMapping<Area> Areas = CsvMapping<Area>.Of(
        (_, areas, _) => Rows(areas.Select(a => AreaRow.From(a, null))), [.. Name, Aliases, Plain("parent"), Plain("description")]);

    public static readonly CsvMapping<Person> People = CsvMapping<Person>.Of(
        async (db, people, cancellation) =>
        {
            var organizations = await db.Organizations.All(cancellation);

            return people.Select(p => PersonRow.From(p, organizations));
        },
        [.. Name, Aliases, new(["organizations", "titlesKo", "titlesEn", "heldFrom", "heldTo"], "/positions", Positions)]);

    public static readonly CsvMapping<Trip> Trips = CsvMapping<Trip>.Of(
        (_, trips, _) => Rows(trips.Select(t => TripRow.From(t, null))),
        [Plain("externalId"), .. Title, Plain("traveller"), Plain("date")]);

    public static readonly CsvMapping<Meeting> Meetings = CsvMapping<Meeting>.Of<MeetingRow>(
        async (db, meetings, cancellation) =>
        {
            var ids = meetings.Select(m => m.Id).ToArray();

            return await MeetingRow.Of(db, db.Meetings.Where(m => ids.Contains(m.Id))).ToListAsync(cancellation);
        },
        [
            Plain("externalId"), .. Title, Plain("kind"), Plain("format"), Plain("status"), Plain("confidentiality"), Plain("date"),
            CsvColumn.Text("venue", "/place/venue"), CsvColumn.Text("city", "/place/city"), CsvColumn.Text("region", "/place/region"),
            CsvColumn.Text("country", "/place/country"), Plain("trip"), new(["tripOrder"], "/tripOrder", cells => Number(cells[0])),
            Plain("summary"),
            new(["people", "partiesKo", "partiesEn", "affiliates", "companies"], "/participants", ParticipantMatcher.Participants)
                { IsForNewOnly = true, Within = ParticipantMatcher.ColumnOf },
            new(["areas", "bases", "affiliates", "companies"], "/areas", ParticipantMatcher.Areas) { IsForNewOnly = true },
        ]);

    public static readonly CsvMapping<Collaboration> Collaborations = CsvMapping<Collaboration>.Of(
        async (db, collaborations, cancellation) =>
        {
            Dictionary<string, LocalizedText> names = new(
                [.. await db.Organizations.All(cancellation), .. await db.Areas.All(cancellation)], StringComparer.Ordinal);

            return collaborations.Select(c => CollaborationRow.From(c, names));
        },
        [
            Plain("externalId"), Plain("affiliate"), Plain("company"), Plain("area"), Plain("description"),
            new(["stages", "since", "reported", "stage"], "/stages", Stages),
        ]);

    public static readonly CsvMapping<Source> Sources = CsvMapping<Source>.Of(
        (_, sources, _) => Rows(sources.Select(SourceRow.From)),
        [
            Plain("externalId"), .. Title, CsvColumn.Text("publisherKo", "/publisher/ko"), CsvColumn.Text("publisherEn", "/publisher/en"),
            new(["authors"], "/authors", cells => Each(cells[0], author => author)), Plain("url"), Plain("language"), Plain("published"),
            Plain("retrievedAt"), Plain("reliability"), Plain("sha256"), new(["length"], "/length", cells => Number(cells[0])),
        ]);

    public static readonly CsvMapping<Citation> Citations = CsvMapping<Citation>.Of(
        (_, citations, _) => Rows(citations.Select(CitationRow.From)),
        [
            Plain("externalId"), Plain("source"), CsvColumn.Text("targetType", "/target/type"), CsvColumn.Text("target", "/target/id"),
            CsvColumn.Text("targetPart", "/target/part"), new(["start", "end"], "/span", Span), Plain("quote"), Plain("stance"),
            Plain("modality"), Plain("translation"), Plain("note"),
        ]);

    /// <summary>The several things that one cell names, in the order of the cell.</summary>
    public static string[] Split(string? cell) => cell?.Split(Cells.Separator) ?? [];

    private static Task<IEnumerable<TRow>> Rows<TRow>(IEnumerable<TRow> rows) => Task.FromResult(rows);

    private static CsvColumn Plain(string name) => CsvColumn.Text(name, $"/{name}");

    private static JsonArray Each(string? cell, Func<string, JsonNode?> read) => [.. Split(cell).Select(read)];

    /// <summary>What is no number is told of as that by whoever reads the item.</summary>
    private static JsonNode? Number(string? cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : cell;

    private static JsonObject? Span(IReadOnlyList<string?> cells) => cells[0] is null && cells[1] is null
        ? null
        : new() { ["start"] = Number(cells[0]), ["end"] = Number(cells[1]) };

    private static JsonArray Positions(IReadOnlyList<string?> cells)
    {
        var (ko, en, from, to) = (Split(cells[1]), Split(cells[2]), Split(cells[3]), Split(cells[4]));

        return [.. Split(cells[0]).Select((organization, n) => new JsonObject
        {
            ["organization"] = organization,
            ["title"] = new JsonObject { ["ko"] = At(ko, n), ["en"] = At(en, n) },
            ["from"] = At(from, n),
            ["to"] = At(to, n),
        })];
    }

    /// <summary>A stage alone is one that is reached at a time that nobody knows.</summary>
    private static JsonArray Stages(IReadOnlyList<string?> cells)
    {
        var (since, reported) = (Split(cells[1]), Split(cells[2]));

        return [.. Split(cells[0] ?? cells[3]).Select((stage, n) => new JsonObject
        {
            ["stage"] = stage,
            ["since"] = At(since, n),
            ["reported"] = At(reported, n),
        })];
    }

    private static string? At(string[] things, int n) => n < things.Length && things[n].Length > 0 ? things[n] : null;
}
