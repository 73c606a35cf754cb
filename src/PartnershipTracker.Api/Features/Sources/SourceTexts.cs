namespace PartnershipTracker.Features.Sources;

public static class SourceTexts
{
    /// <summary>The upper bound of a text's length: more than the largest body that can be attached.</summary>
    public const int MaxCodePoints = 10_000_000;

    /// <summary>Returns the attached text of a source; null when no text is attached.</summary>
    public static Task<string?> TextOf(this TrackerDb db, Guid source, CancellationToken cancellation) =>
        db.Set<SourceText>().Where(t => t.SourceId == source).Select(t => t.Text).SingleOrDefaultAsync(cancellation);
}

/// <summary>The check that no other source has the same text or the same URL. The error names the existing source.</summary>
public sealed class DuplicateSourceCheck(TrackerDb db) : IWriteHook<Source>
{
    public async Task BeforeWrite(Source root, CancellationToken cancellation)
    {
        var duplicate = await db.Sources.AsNoTracking()
            .Where(s => s.Id != root.Id && ((root.Url != null && s.Url == root.Url) || (root.Sha256 != null && s.Sha256 == root.Sha256)))
            .OrderBy(s => s.Id).Select(s => new { s.Id, IsText = s.Sha256 == root.Sha256 && root.Sha256 != null })
            .FirstOrDefaultAsync(cancellation);

        if (duplicate is not null)
        {
            throw new ProblemException(
                "already_exists", Fault.At(duplicate.IsText ? "#/sha256" : "#/url", "is_registered_as", $"sources/{duplicate.Id}"));
        }
    }
}
