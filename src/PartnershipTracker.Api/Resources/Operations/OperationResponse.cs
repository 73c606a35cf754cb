using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Resources.Operations;

/// <summary>An import, or the undoing of one, that may outlast its request.</summary>
/// <param name="Id">Its id; that of an import is also the `importId`.</param>
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
    [property: MaxLength(Rules.ShortText)] string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
    : IVersioned, IAuditedRead
{
    /// <summary>The id of the import, under `/imports/{importId}`; null when the operation is none.</summary>
    public Guid? ImportId => Kind is Operation.Import ? Id : null;

    [JsonIgnore]
    internal IReadOnlyList<AuditedRead> Shown { get; private init; } = [];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Shown;

    string IVersioned.EntityTag => ETag.OfText(JsonSerializer.Serialize(this, ApiJson.Options));

    /// <summary>Shows an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="answer">The result.</param>
    public static OperationResponse From(Operation operation, OperationAnswer answer) => new(
        operation.Id, operation.Kind, operation.State, new(operation.Done, operation.Total), operation.Code, answer.Result,
        operation.CreatedBy, operation.CreatedAt, operation.EndedAt)
    {
        Shown = answer.Reads,
    };
}

/// <summary>The result of an operation with what it shows of other resources.</summary>
public sealed record OperationAnswer(JsonObject? Result, IReadOnlyList<AuditedRead> Reads);

/// <summary>Reads the result of an operation, as the caller may see it.</summary>
public delegate Task<OperationAnswer> ResultReader(TrackerDb db, Operation operation, CancellationToken cancellation);

/// <summary>The progress of an operation.</summary>
/// <param name="Done" example="34">The number of items that are done.</param>
/// <param name="Total" example="37">The number of all items; null while it is unknown.</param>
public sealed record ProgressContract(int Done, int? Total);
