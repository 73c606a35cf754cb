using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Feeds;

/// <summary>
/// A link that shows one view with one query to every holder of the link, for programs that can send no header. It is a grant of its own:
/// later changes to its creator's permissions do not change it.
/// </summary>
public sealed class Feed : Root, IResource, IGrants
{
    /// <summary>
    /// The views that a feed link can show, by their paths below <c>/api/v1/</c>. None of them is paged, because a feed link could not
    /// follow a page's <c>next</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> Views =
    [
        "meetings.ics", "meetings.csv", "coverage", "coverage.svg", "coverage/gaps", "timeline.svg", "network", "network.svg",
        "stats/meetings", "stats/collaborations", "stats/summary",
    ];

    static string IResource.Resource => "feeds";

    static short IResource.Shape => 0; // its response shows the last use, which is no change

    public string Id { get; private set; } = "";

    public string? Description { get; set; }

    public string View { get; set; } = "";

    /// <summary>The view's query string, without the question mark.</summary>
    public string? Query { get; set; }

    /// <summary>
    /// The scope that the view required when the link was created. If the view later requires another one, the link does not gain it.
    /// </summary>
    public string Scope { get; set; } = "";

    public Confidentiality Clearance { get; set; }

    /// <summary>The instant from which the link is refused; null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public string CreatedBy { get; set; } = "";

    /// <summary>SHA-256 of the secret, as for an API key.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>The last use, to the minute. It belongs to no version.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public override string IdText => Id;

    public override bool IsIdSingleUse => true;

    IReadOnlyList<string> IGrants.Scopes => [Scope];

    public string Principal => PrincipalOf(Id);

    public static string PrincipalOf(string id) => $"feed:{id}";

    /// <summary>Returns the extension of a view's link, such as <c>.svg</c>, or nothing. Calendar programs rely on it.</summary>
    public static string ExtensionOf(string view) => view.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? view[dot..] : "";

    public override void SetId(string address) => Id = address;
}

internal sealed class FeedTable : IEntityTypeConfiguration<Feed>
{
    public void Configure(EntityTypeBuilder<Feed> builder)
    {
        builder.ToTable("feeds");
        builder.HasKey(f => f.Id);
        builder.Ignore(f => f.Image).Ignore(f => f.ImageShape).Ignore(f => f.ImageVersion);
        builder.HasIndex(f => f.SecretHash).IsUnique();
        builder.HasIndex(f => new { f.CreatedBy, f.Id });
    }
}
