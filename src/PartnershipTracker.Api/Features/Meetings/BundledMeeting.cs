namespace PartnershipTracker.Features.Meetings;

/// <summary>A meeting with its area links, as a bundle has it: importing both makes one change and one version.</summary>
public sealed record BundledMeeting(MeetingRequest Meeting, IReadOnlyList<LinkedArea> Areas)
    : IWriteRequest<Meeting>, IFrom<Meeting, BundledMeeting>
{
    private const string Links = "areas";

    public static BundledMeeting From(Meeting root) => new(MeetingRequest.From(root),
    [
        .. root.Areas.OrderBy(l => l.AreaId, StringComparer.Ordinal)
            .Select(l => new LinkedArea(l.AreaId, new(l.Affiliates, l.Companies, l.Basis, l.Rationale))),
    ]);

    public static BundledMeeting Read(JsonObject item)
    {
        var rest = ImportDefinition.Without(item, Links);
        var links = item[Links] is { } areas
            ? ImportDefinition.Parse<BundledLinks>(new JsonObject { [Links] = areas.DeepClone() }).Areas
            : null;

        return new(
            ImportDefinition.Parse<MeetingRequest>(rest),
            [.. (links ?? []).Select(l => new LinkedArea(l.Area!, new(l.Affiliates, l.Companies, l.Basis, l.Rationale)))]);
    }

    public static JsonObject Write(Meeting root)
    {
        var (meeting, areas) = From(root);
        var item = (JsonObject)JsonSerializer.SerializeToNode(meeting, ApiJson.BareDates)!;
        item[Links] = JsonSerializer.SerializeToNode(
            areas.Select(a => new BundledLink(
                a.Area, a.Request.Affiliates, a.Request.Companies, a.Request.Basis, a.Request.Rationale)), ApiJson.BareDates);

        return item;
    }

    public IEnumerable<ResourceReference> References() =>
        Meeting.References().Concat(Areas.Index().SelectMany(area => area.Item.References().Select(reference => reference with
        {
            Pointer = $"#/{Links}/{area.Index}/{(reference.Pointer.StartsWith('#') ? reference.Pointer[2..] : "area")}",
        })));

    public void ApplyTo(Meeting root)
    {
        Meeting.ApplyTo(root);
        root.Areas.RemoveAll(link => Areas.All(a => a.Area != link.AreaId));

        foreach (var link in Areas)
        {
            link.ApplyTo(root);
        }
    }

    public IEnumerable<Fault> Contradictions(Meeting root) => root.Contradictions($"#/{Links}");

    private sealed record BundledLinks(IReadOnlyList<BundledLink>? Areas = null);

    private sealed record BundledLink(
        string? Area = null, IReadOnlyList<string>? Affiliates = null, IReadOnlyList<string>? Companies = null,
        LinkBasis? Basis = null, string? Rationale = null);
}

public sealed class BundledMeetingValidator : AbstractValidator<BundledMeeting>
{
    public BundledMeetingValidator()
    {
        RuleFor(m => m.Meeting).SetValidator(new MeetingRequestValidator()).OverridePropertyName("");
        RuleFor(m => m.Areas).AtMost(Rules.ManyItems).DistinctIds(l => l.Area);
        RuleForEach(m => m.Areas).ChildRules(link =>
        {
            link.RuleFor(l => l.Area).NotNull().Key();
            link.RuleFor(l => l.Request).SetValidator(new AreaLinkRequestValidator()).OverridePropertyName("");
        });
    }
}
