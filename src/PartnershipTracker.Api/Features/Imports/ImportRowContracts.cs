using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Features.Imports;

/// <summary>The state and the counts of an import or a dry run.</summary>
/// <param name="ImportId" example="019094ca-3c00-7000-8000-000000000001">Its id.</param>
/// <param name="State" example="succeeded">The state. A failed import has changed nothing.</param>
/// <param name="Progress">The progress.</param>
/// <param name="Code" example="import_failed">The code of the problem with which it failed; `/problems/{code}` explains it.</param>
/// <param name="DryRun" example="false">True when it was a dry run and changed nothing.</param>
/// <param name="Created" example="3">The number of items that created a resource, or would have; 0 until it has ended.</param>
/// <param name="Updated" example="1">The number of items that changed a resource, or would have.</param>
/// <param name="Unchanged" example="33">The number of items that changed nothing.</param>
/// <param name="Failed" example="0">The number of invalid items.</param>
/// <param name="Skipped" example="2">The number of rows of a table that are no items.</param>
/// <param name="Collections">The same numbers for each collection.</param>
/// <param name="Notes">How the file was read, with its rows that were skipped, of a refused import too. The first 1000.</param>
/// <param name="CreatedBy" example="local-admin">The caller who requested it.</param>
/// <param name="CreatedAt">The instant of the request.</param>
/// <param name="EndedAt">The instant at which it ended; null while it runs.</param>
/// <param name="UndoneBy" example="local-admin">The caller who undid it; null when it was not undone.</param>
/// <param name="UndoneAt">The instant at which it was undone.</param>
public sealed record ImportStateResponse(
    Guid ImportId, OperationState State, ProgressContract Progress, [property: MaxLength(Rules.ShortText)] string? Code,
    bool DryRun, int Created, int Updated, int Unchanged, int Failed, int Skipped,
    [property: MaxLength(20)] IReadOnlyList<ImportedCollectionResponse> Collections,
    [property: MaxLength(ImportSummary.MaxErrors)] IReadOnlyList<ImportErrorResponse> Notes,
    [property: MaxLength(Rules.ShortText)] string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt,
    [property: MaxLength(Rules.ShortText)] string? UndoneBy, DateTimeOffset? UndoneAt) : IVersioned
{
    /// <summary>The version of an import that has ended and was not undone.</summary>
    public const int Ended = 1;

    string IVersioned.EntityTag => State is OperationState.Running
        ? ETag.OfText(JsonSerializer.Serialize(this, ApiJson.Options))
        : ETag.Of(UndoneAt is null ? Ended : Ended + 1);

    public static ImportStateResponse From(Operation import)
    {
        var result = import.Result is null ? [] : (JsonObject)JsonNode.Parse(import.Result)!;

        return new(
            import.Id, import.State, new(import.Done, import.Total), import.Code, import.IsDryRun, Count("created"), Count("updated"),
            Count("unchanged"), Count("failed"), Count("skipped"), Read<ImportedCollectionResponse>("collections"),
            Read<ImportErrorResponse>("notes"),
            import.CreatedBy, import.CreatedAt, import.EndedAt, import.UndoneBy, import.UndoneAt);

        int Count(string name) => (int?)result[name] ?? 0;

        List<TItem> Read<TItem>(string name) => result[name]?.Deserialize<List<TItem>>(ApiJson.Stored) ?? [];
    }
}

/// <summary>A row of an imported file.</summary>
/// <param name="Line" example="7">The line of the file on which it begins, from 1.</param>
/// <param name="Resource" example="meetings">
/// The collection; for a row of a table of parts, that of the resource that has the part. Null when it belongs to none.
/// </param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000201">
/// The id of the resource, existing or proposed; null when a refused row has none.
/// </param>
/// <param name="Version" example="1">The version that the import made; null when it made none.</param>
/// <param name="Outcome" example="create">The outcome, or what it would have been when nothing was imported.</param>
/// <param name="Changes">
/// The fields that differ from the version before, as in the history; for a new resource, the whole resource.
/// </param>
/// <param name="Errors">All errors of the row.</param>
public sealed record ImportRowResponse(
    int Line, [property: MaxLength(Rules.ShortText)] string? Resource, [property: MaxLength(Rules.ShortText)] string? Id, int? Version,
    ImportOutcome Outcome, [property: MaxLength(History.ManyFields)] IReadOnlyList<FieldChange> Changes,
    [property: MaxLength(ProblemException.MaxErrors)] IReadOnlyList<ImportErrorResponse> Errors) : IItem, IAuditedRead
{
    [JsonIgnore]
    internal IReadOnlyList<AuditedRead> Shown { get; private init; } = [];

    [JsonIgnore]
    internal int Number { get; private init; }

    string IItem.Stamp => $"{Line}/{Number}/{Id}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => Shown;

    public static ImportRowResponse From(ImportedRow row, bool isKept) => new(
        row.Line, row.Resource, row.ResourceId, isKept ? row.Version : null, row.Outcome, Read<FieldChange>(row.Changes),
        Read<ImportErrorResponse>(row.Errors))
    {
        Number = row.Number,
        Shown = ImportRows.ReadOf(row),
    };

    private static List<TItem> Read<TItem>(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<List<TItem>>(json, ApiJson.Stored)!;
}

/// <summary>The filters of the rows of an import.</summary>
public sealed class ImportRowFilter : ListFilter
{
    public static readonly Sorting<ImportedRow> Sorting = new Sorting<ImportedRow>()
        .By("line", Sorting<ImportedRow>.Key(r => r.Line), Sorting<ImportedRow>.Key(r => r.Number));

    /// <summary>Only rows with one of these outcomes.</summary>
    public string[]? Outcome { get; init; }

    /// <summary>Only rows of one of these collections.</summary>
    public string[]? Resource { get; init; }
}

public sealed class ImportRowFilterValidator : ListFilterValidator<ImportRowFilter>
{
    public ImportRowFilterValidator(ResourceCatalog catalog)
        : base(ImportRowFilter.Sorting.Names)
    {
        RuleForEach(f => f.Outcome).OneOf(default(ImportOutcome?));
        RuleForEach(f => f.Resource).OneOf([.. catalog.Importable.Select(r => r.Collection)]);
    }
}
