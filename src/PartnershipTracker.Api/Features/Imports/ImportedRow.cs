using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// A row of an imported file with its outcome, kept with the import. It is never altered (the database refuses it). It has the stricter
/// one of the labels that its resource had before and after.
/// </summary>
public sealed class ImportedRow : IClassified
{
    public required Guid ImportId { get; init; }

    public required int Line { get; init; }

    /// <summary>The place in the order in which the import processed the rows.</summary>
    public int Number { get; set; }

    /// <summary>The collection; null when the row belongs to none.</summary>
    public string? Resource { get; init; }

    /// <summary>The id that the row went to, existing or proposed; null when there is none.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The version that the import made; null when it made none.</summary>
    public int? Version { get; init; }

    public required ImportOutcome Outcome { get; init; }

    /// <summary>The differences from the version before, as JSON; null when there are none.</summary>
    public string? Changes { get; init; }

    /// <summary>The errors, as JSON; null when there are none.</summary>
    public string? Errors { get; init; }

    /// <summary>The cells of a table row by column in their order, as JSON; null in other formats.</summary>
    public string? Cells { get; init; }

    /// <summary>The table of the file, such as <c>meeting-participants</c>; null in other formats.</summary>
    public string? Table { get; init; }

    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];
}

internal sealed class ImportedRowTable : IEntityTypeConfiguration<ImportedRow>
{
    public void Configure(EntityTypeBuilder<ImportedRow> builder)
    {
        builder.ToTable("import_rows").HasKey(r => new { r.ImportId, r.Line, r.Number });
        builder.Property(r => r.Changes).HasColumnType("json");
        builder.Property(r => r.Errors).HasColumnType("json");
        builder.Property(r => r.Cells).HasColumnType("json");
        builder.Property(r => r.Table).HasColumnName("table_name");
    }
}
