using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Features.Search;

public enum NameKind
{
    Name,
    Alias,
    WeakAlias,
}

/// <summary>
/// One name of something that has a row of its own for each: triggers keep them beside organizations, areas, people and trips, so that
/// no write goes round them. Never written here. A meeting's title is not among them, for not everybody may know of it.
/// </summary>
public sealed class SearchName
{
    public string Resource { get; private init; } = "";

    /// <summary>A key, or a UUID.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The name as it is shown.</summary>
    public string Text { get; private init; } = "";

    public NameKind Kind { get; private init; }

    /// <summary>What the thing is called, whichever of its names this is.</summary>
    public LocalizedText Name { get; private init; } = null!;

    /// <summary>What of the name counts: see <see cref="Search.Letters"/>.</summary>
    public string Letters { get; private init; } = "";

    /// <summary>The initial consonants of its syllables; other letters as they are.</summary>
    public string Initials { get; private init; } = "";
}

internal sealed class SearchNameTable : IEntityTypeConfiguration<SearchName>
{
    public void Configure(EntityTypeBuilder<SearchName> builder)
    {
        builder.ToTable("search_names").HasKey(n => new { n.Resource, n.Id, n.Text });
        builder.Property(n => n.Letters).HasComputedColumnSql("left(search_letters(text), 600)", stored: true);
        builder.Property(n => n.Initials).HasComputedColumnSql("left(search_initials(text), 600)", stored: true);
        builder.Metadata.Model.AddDbFunction(typeof(SearchNameTable).GetMethod(nameof(Titles), BindingFlags.Static | BindingFlags.Public)!)
            .Name = "search_title";
    }

    /// <summary>The letters of both titles, each between bars: what the index on meetings has. The database computes it.</summary>
    public static string Titles(string? ko, string? en) => throw new NotSupportedException($"{ko}{en}");
}
