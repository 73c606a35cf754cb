using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Operations;

/// <summary>Work that outlasts its request.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind" example="import">What is done.</param>
/// <param name="State" example="succeeded">Whether it runs, or how it ended.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Code" example="import_failed">Of a failure, the code of the problem: `/problems/{code}` explains it.</param>
/// <param name="Result">Once it has ended, what the POST would have answered had it waited; of a failed import with its errors.</param>
/// <param name="CreatedBy" example="local-admin">Who asked for it.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
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

/// <summary>How far something has come.</summary>
/// <param name="Done" example="34">How many of the items are done.</param>
/// <param name="Total" example="37">How many there are; null while that is not known.</param>
public sealed record ProgressContract(int Done, int? Total);
