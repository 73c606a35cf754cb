using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Search;

public enum NameKind
{
    Name,
    Alias,
    WeakAlias,
}

/// <summary>
/// A name or alias of an organization, area, person or trip, with a row of its own. Triggers maintain the rows, so that every write updates
/// them. The application only reads them. Titles of meetings are not among them, because not every caller can read every meeting.
/// </summary>
public sealed class SearchName
{
    public string Resource { get; private init; } = "";

    /// <summary>A key, or a UUID.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The name as it is written.</summary>
    public string Text { get; private init; } = "";

    public NameKind Kind { get; private init; }

    /// <summary>The main name of the resource in Korean and English.</summary>
    public LocalizedText Name { get; private init; } = null!;

    /// <summary>The letters that a search compares: see <see cref="Data.Model.Letters"/>.</summary>
    public string Letters { get; private init; } = "";

    /// <summary>The initial consonants of the syllables; other letters are unchanged.</summary>
    public string Initials { get; private init; } = "";

    /// <summary>The letters from the beginning of each word to the end of the name, each after a bar: |samaltman|altman.</summary>
    public string Words { get; private init; } = "";
}

internal sealed class SearchNameTable : IEntityTypeConfiguration<SearchName>
{
    public void Configure(EntityTypeBuilder<SearchName> builder)
    {
        builder.ToTable("search_names").HasKey(n => new { n.Resource, n.Id, n.Text });
        builder.Property(n => n.Letters).HasComputedColumnSql("left(search_letters(text), 600)", stored: true);
        builder.Property(n => n.Initials).HasComputedColumnSql("left(search_initials(text), 600)", stored: true);
        builder.Property(n => n.Words).HasComputedColumnSql("search_words(text)", stored: true);
        builder.Metadata.Model.AddDbFunction(typeof(SearchNameTable).GetMethod(nameof(Titles), BindingFlags.Static | BindingFlags.Public)!)
            .Name = "search_title";
    }

    /// <summary>
    /// Stands for the database function that returns the letters of both titles, each between bars. The index on meetings is built on it.
    /// </summary>
    public static string Titles(string? ko, string? en) => throw new NotSupportedException($"{ko}{en}");
}
