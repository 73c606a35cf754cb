using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Sources;

public static class SourceTexts
{
    /// <summary>Longer than any body that can be attached.</summary>
    public const int MaxCodePoints = 10_000_000;

    /// <summary>The attached text of a source; null where there is none.</summary>
    public static Task<string?> TextOf(this TrackerDb db, Guid source, CancellationToken cancellation) =>
        db.Set<SourceText>().Where(t => t.SourceId == source).Select(t => t.Text).SingleOrDefaultAsync(cancellation);
}

/// <summary>The same text and the same address are one source: the second is told of the first.</summary>
public sealed class DuplicateSourceCheck(TrackerDb db) : IWriteHook<Source>
{
    public async Task BeforeWrite(Source root, CancellationToken cancellation)
    {
        var twin = await db.Sources.AsNoTracking()
            .Where(s => s.Id != root.Id && ((root.Url != null && s.Url == root.Url) || (root.Sha256 != null && s.Sha256 == root.Sha256)))
            .OrderBy(s => s.Id).Select(s => new { s.Id, IsText = s.Sha256 == root.Sha256 && root.Sha256 != null })
            .FirstOrDefaultAsync(cancellation);

        if (twin is not null)
        {
            throw new ProblemException(
                "already_exists", Fault.At(twin.IsText ? "#/sha256" : "#/url", "is_registered_as", $"sources/{twin.Id}"));
        }
    }
}
