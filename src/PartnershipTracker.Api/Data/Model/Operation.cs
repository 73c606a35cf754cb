using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

public enum OperationState
{
    Running,
    Succeeded,
    Failed,
}

/// <summary>Work that outlasts its request: what was asked for, how far it has come, and what became of it.</summary>
public sealed class Operation
{
    public const string Resource = "operations";

    public required Guid Id { get; init; }

    /// <summary>What is done, such as <c>import</c>.</summary>
    public required string Kind { get; init; }

    public OperationState State { get; private set; } = OperationState.Running;

    /// <summary>How many of the things to do are done.</summary>
    public int Done { get; private set; }

    /// <summary>How many there are; null while that is not known.</summary>
    public int? Total { get; private set; }

    /// <summary>Of a failure, the code of the problem.</summary>
    public string? Code { get; private set; }

    /// <summary>What it says of itself when it has ended, as JSON.</summary>
    public string? Result { get; private set; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }
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
