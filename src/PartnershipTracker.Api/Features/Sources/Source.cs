using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Sources;

/// <summary>
/// An article or another document. A publisher may forbid the redistribution of its text. Then the source is registered with the hash and
/// the length of the text, citations refer to it by span, and a holder of a licensed copy attaches the text later.
/// </summary>
public sealed class Source : UuidEntity, IResource
{
    static string IResource.Resource => "sources";

    public LocalizedText Publisher { get; set; } = null!;

    public LocalizedText Title { get; set; } = null!;

    public List<string> Authors { get; set; } = [];

    /// <summary>The URL in canonical form, so that the same page is not registered twice.</summary>
    public string? Url { get; set; }

    /// <summary>A language tag (BCP 47).</summary>
    public string Language { get; set; } = "";

    public FuzzyDate? Published { get; set; }

    public DateTimeOffset? RetrievedAt { get; set; }

    /// <summary>The reliability from A, completely reliable, to E, unreliable; F: cannot be judged.</summary>
    public string Reliability { get; set; } = Unjudged;

    /// <summary>The SHA-256 of the text's UTF-8 bytes, in lowercase hexadecimal.</summary>
    public string? Sha256 { get; set; }

    /// <summary>The length of the text in Unicode code points.</summary>
    public int? Length { get; set; }

    public bool HasText { get; set; }

    /// <summary>The instant of the retraction; null: the source is not retracted.</summary>
    public DateTimeOffset? RetractedAt { get; set; }

    public string? RetractionReason { get; set; }

    /// <summary>The text, which is not loaded by default. It belongs to no version; its hash does.</summary>
    public SourceText? Text { get; private set; }

    public const string Unjudged = "F";

    public static readonly IReadOnlyList<string> Reliabilities = ["A", "B", "C", "D", "E", Unjudged];
}

/// <summary>
/// The text of a source, exactly as it was attached. It is neither trimmed nor normalized, because the hash and the spans refer to the
/// original.
/// </summary>
public sealed class SourceText
{
    public Guid SourceId { get; init; }

    public required string Text { get; init; }
}

internal sealed class SourceTable : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> builder)
    {
        builder.ToTable("sources", t =>
        {
            t.HasCheckConstraint("ck_sources_reliability", "reliability IN ('A', 'B', 'C', 'D', 'E', 'F')");
            t.HasCheckConstraint("ck_sources_text", "num_nulls(sha256, length) IN (0, 2) AND (sha256 IS NOT NULL OR NOT has_text)");
        });
        builder.HasIndex(s => s.Url).IsUnique();
        builder.HasIndex(s => s.Sha256).IsUnique();
        builder.HasOne(s => s.Text).WithOne().HasForeignKey<SourceText>(t => t.SourceId);
    }
}

internal sealed class SourceTextTable : IEntityTypeConfiguration<SourceText>
{
    public void Configure(EntityTypeBuilder<SourceText> builder) => builder.ToTable("source_texts").HasKey(t => t.SourceId);
}
