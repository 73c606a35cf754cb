using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Resources.Operations;

/// <summary>An import that may outlast its request.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind" example="import">The kind of work.</param>
/// <param name="State" example="succeeded">The state.</param>
/// <param name="Progress">The progress.</param>
/// <param name="Code" example="import_failed">The code of the problem with which it failed; `/problems/{code}` explains it.</param>
/// <param name="Result">Once it has ended, the answer that the POST would have given; that of a failed import has its errors.</param>
/// <param name="CreatedBy" example="local-admin">The caller who requested it.</param>
/// <param name="CreatedAt">The instant of the request.</param>
/// <param name="EndedAt">The instant at which it ended; null while it runs.</param>
public sealed record OperationResponse(
    Guid Id, [property: MaxLength(Rules.ShortText)] string Kind, OperationState State, ProgressContract Progress,
    [property: MaxLength(Rules.ShortText)] string? Code, JsonObject? Result,
    [property: MaxLength(Rules.ShortText)] string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt) : IVersioned
{
    string IVersioned.EntityTag => ETag.OfText(JsonSerializer.Serialize(this, ApiJson.Options));

    public static OperationResponse From(Operation operation) => new(
        operation.Id, operation.Kind, operation.State, new(operation.Done, operation.Total), operation.Code,
        operation.Result is null ? null : (JsonObject)JsonNode.Parse(operation.Result)!, operation.CreatedBy, operation.CreatedAt,
        operation.EndedAt);
}

/// <summary>The progress of an operation.</summary>
/// <param name="Done" example="34">The number of items that are done.</param>
/// <param name="Total" example="37">The number of all items; null while it is unknown.</param>
public sealed record ProgressContract(int Done, int? Total);
