using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Features.Feeds;

/// <summary>
/// A link that opens one view with one query to whoever has it, for programs that can send no header. It is a grant of its own: what
/// becomes of its maker does not change it.
/// </summary>
public sealed class Feed : Root, IResource, IGrants
{
    /// <summary>
    /// What can be fed, by its address below <c>/api/v1/</c>: reads that answer whole, for a page's <c>next</c> could not be followed.
    /// </summary>
    public static readonly IReadOnlyList<string> Views =
    [
        "meetings.ics", "meetings.csv", "coverage", "coverage.svg", "coverage/gaps", "timeline.svg", "network", "network.svg",
        "stats/meetings", "stats/collaborations", "stats/summary",
    ];

    static string IResource.Resource => "feeds";

    public string Id { get; private set; } = "";

    public string? Description { get; set; }

    public string View { get; set; } = "";

    /// <summary>The view's query string, without the question mark.</summary>
    public string? Query { get; set; }

    /// <summary>What the view needed when the link was made: should it ever need more, the link does not grow with it.</summary>
    public string Scope { get; set; } = "";

    public Confidentiality Clearance { get; set; }

    /// <summary>From when on it is refused; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public string CreatedBy { get; set; } = "";

    /// <summary>SHA-256 of the secret, as with an API key.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>To the minute: it is no part of any version.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public override string IdText => Id;

    public override bool IsIdSingleUse => true;

    IReadOnlyList<string> IGrants.Scopes => [Scope];

    public string Principal => PrincipalOf(Id);

    public static string PrincipalOf(string id) => $"feed:{id}";

    /// <summary>What a view's link ends in, for calendar programs look at it: <c>.svg</c>, or nothing.</summary>
    public static string ExtensionOf(string view) => view.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? view[dot..] : "";

    public override void SetId(string address) => Id = address;
}

internal sealed class FeedTable : IEntityTypeConfiguration<Feed>
{
    public void Configure(EntityTypeBuilder<Feed> builder)
    {
        builder.ToTable("feeds");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => f.SecretHash).IsUnique();
        builder.HasIndex(f => new { f.CreatedBy, f.Id });
    }
}
