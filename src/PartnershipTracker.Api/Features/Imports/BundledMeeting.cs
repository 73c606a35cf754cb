using System.Text.Json.Nodes;
using FluentValidation;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Imports;

/// <summary>A meeting and its area links, as a bundle has them: one change, one version.</summary>
public sealed record BundledMeeting(MeetingRequest Meeting, IReadOnlyList<LinkedArea> Areas) : IWrites<Meeting>
{
    public static BundledMeeting Read(JsonObject item) => new(
        Import.Read<MeetingRequest>(Import.Without(item, "id", "areas")),
        [.. (item["areas"] as JsonArray ?? []).OfType<JsonObject>().Select(link =>
            new LinkedArea((string)link["area"]!, Import.Read<AreaLinkRequest>(Import.Without(link, "area"))))]);

    public IEnumerable<Mention> Mentions() => Meeting.Mentions().Concat(Areas.SelectMany(a => a.Mentions()));

    public void ApplyTo(Meeting root)
    {
        Meeting.ApplyTo(root);
        root.Areas.RemoveAll(link => Areas.All(a => a.Area != link.AreaId));

        foreach (var link in Areas)
        {
            link.ApplyTo(root);
        }
    }

    public IEnumerable<Fault> Contradictions(Meeting root) => root.Contradictions("#/areas");
}

public sealed class BundledMeetingValidator : AbstractValidator<BundledMeeting>
{
    public BundledMeetingValidator()
    {
        RuleFor(m => m.Meeting).SetValidator(new MeetingRequestValidator());
        RuleForEach(m => m.Areas).ChildRules(link =>
        {
            link.RuleFor(l => l.Area).Key();
            link.RuleFor(l => l.Request).SetValidator(new AreaLinkRequestValidator());
        });
    }
}
