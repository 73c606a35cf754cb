using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Features.Citations;

/// <summary>A citation as a bundle has it: its fact is looked up, and its passage, when its turn comes.</summary>
public sealed record BundledCitation(CitationRequest Request) : IWriteRequest<Citation>, IFrom<Citation, BundledCitation>
{
    public static BundledCitation From(Citation root) => new(CitationRequest.From(root));

    public static BundledCitation Read(JsonObject item) => new(ImportDefinition.Parse<CitationRequest>(item));

    public static JsonObject Write(Citation root) =>
        (JsonObject)JsonSerializer.SerializeToNode(CitationRequest.From(root), ApiJson.BareDates)!;

    public static async Task<ImportOutcome> Put(
        IServiceProvider services, string address, BundledCitation citation, CancellationToken cancellation)
    {
        var placed = await services.GetRequiredService<CitationResolver>().Resolve(citation.Request, cancellation);
        var isThere = await services.GetRequiredService<TrackerDb>().ById<Citation>(address)!.AnyAsync(cancellation);
        var isOther = await services.GetRequiredService<ResourceWriter>()
            .Upsert<Citation, ResolvedCitation, CitationResponse>(address, placed, cancellation);

        return !isOther ? ImportOutcome.Unchanged : isThere ? ImportOutcome.Updated : ImportOutcome.Created;
    }

    public IEnumerable<ResourceReference> References() => Request.Source is { } source ? [new("#/source", "sources", $"{source}")] : [];

    public void ApplyTo(Citation root) => throw new NotSupportedException("A citation is placed before it is written.");
}

public sealed class BundledCitationValidator : AbstractValidator<BundledCitation>
{
    public BundledCitationValidator() =>
        RuleFor(c => c.Request).SetValidator(new CitationRequestValidator()).OverridePropertyName("");
}
