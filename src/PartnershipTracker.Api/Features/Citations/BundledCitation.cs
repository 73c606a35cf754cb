namespace PartnershipTracker.Features.Citations;

/// <summary>A citation as a bundle has it. Its fact and its passage are looked up when it is imported.</summary>
public sealed record BundledCitation(CitationRequest Request) : IWriteRequest<Citation>, IFrom<Citation, BundledCitation>
{
    public static BundledCitation From(Citation root) => new(CitationRequest.From(root));

    public static BundledCitation Read(JsonObject item) => new(ImportDefinition.Parse<CitationRequest>(item));

    public static JsonObject Write(Citation root) =>
        (JsonObject)JsonSerializer.SerializeToNode(CitationRequest.From(root), ApiJson.BareDates)!;

    public static async Task<ImportOutcome> Put(
        IServiceProvider services, string idText, BundledCitation citation, CancellationToken cancellation)
    {
        var resolved = await services.GetRequiredService<CitationResolver>().Resolve(citation.Request, cancellation);
        var exists = await services.GetRequiredService<TrackerDb>().ById<Citation>(idText)!.AnyAsync(cancellation);
        var isChanged = await services.GetRequiredService<ResourceWriter>()
            .Upsert<Citation, ResolvedCitation, CitationResponse>(idText, resolved, cancellation);

        return !isChanged ? ImportOutcome.Unchanged : exists ? ImportOutcome.Update : ImportOutcome.Create;
    }

    public IEnumerable<ResourceReference> References() => Request.Source is { } source ? [new("#/source", "sources", $"{source}")] : [];

    public void ApplyTo(Citation root) => throw new NotSupportedException("A citation is resolved before it is written.");
}

public sealed class BundledCitationValidator : AbstractValidator<BundledCitation>
{
    public BundledCitationValidator() =>
        RuleFor(c => c.Request).SetValidator(new CitationRequestValidator()).OverridePropertyName("");
}
