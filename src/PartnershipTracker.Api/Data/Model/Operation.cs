using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

public enum OperationState
{
    Running,
    Succeeded,
    Failed,
}

/// <summary>An import that may outlast its request, or the undoing of one, with its progress and result.</summary>
public sealed class Operation
{
    public const string Resource = "operations";

    public const string Import = "import";

    public const string Undo = "undo";

    public required Guid Id { get; init; }

    /// <summary>The kind of job.</summary>
    public string Kind { get; init; } = Import;

    /// <summary>True for an import that keeps nothing.</summary>
    public bool IsDryRun { get; init; }

    public OperationState State { get; private set; } = OperationState.Running;

    /// <summary>The number of items processed so far.</summary>
    public int Done { get; private set; }

    /// <summary>The number of all items, or null while it is unknown.</summary>
    public int? Total { get; private set; }

    /// <summary>The code of the problem, for a failure.</summary>
    public string? Code { get; private set; }

    /// <summary>The result as JSON, once the job has ended.</summary>
    public string? Result { get; private set; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The instant at which an import was undone; null when it was not.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    public string? UndoneBy { get; private set; }
}

internal sealed class OperationTable : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        builder.ToTable(Operation.Resource).Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Result).HasColumnType("json");
        builder.HasIndex(o => o.CreatedAt).HasFilter("state = 'running'");
    }
}
