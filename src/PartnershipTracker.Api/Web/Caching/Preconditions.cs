using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Caching;

/// <summary>
/// The precondition of a write (RFC 9110, section 13): <c>If-Match</c> with the version last read, or <c>If-None-Match: *</c> for a
/// resource that must not exist yet. The API document lists it for every handler with such a parameter.
/// </summary>
public class Precondition : IBindableFromHttpContext<Precondition>
{
    /// <summary>The precondition that every version satisfies, for the command line.</summary>
    public static readonly Precondition Any = new() { Match = ["*"] };

    private string[]? Match { get; init; }

    private bool MustBeNew { get; init; }

    /// <summary>Requires the latest version of a root that is about to be replaced, changed or deleted.</summary>
    public void Require(Root root) => Require(root.Version);

    /// <summary>Requires the latest version of what is about to be changed.</summary>
    public void Require(int version)
    {
        if (Match is null && !MustBeNew)
        {
            throw new ProblemException("precondition_required");
        }

        Check(version, exists: true);
    }

    /// <summary>
    /// Checks the precondition of a part, if it was sent: If-Match names the version of the root, If-None-Match concerns the part.
    /// </summary>
    public void Check(Root root, bool exists) => Check(root.Version, exists);

    private void Check(int version, bool exists)
    {
        if ((MustBeNew && exists) || (Match is not null && !Array.Exists(Match, tag => tag is "*" || ETag.Names(tag, version))))
        {
            throw new ProblemException("stale_version");
        }
    }

    /// <summary>Refuses If-Match for a resource that does not exist, because no version can match.</summary>
    public void AllowCreation()
    {
        if (Match is not null)
        {
            throw new ProblemException("stale_version");
        }
    }

    public static ValueTask<Precondition?> BindAsync(HttpContext context, ParameterInfo parameter) => Read<Precondition>(context);

    protected static ValueTask<T?> Read<T>(HttpContext context)
        where T : Precondition, new() => ValueTask.FromResult<T?>(new()
        {
            Match = Tags(context, HeaderNames.IfMatch),
            MustBeNew = Tags(context, HeaderNames.IfNoneMatch)?.Contains("*") is true,
        });

    private static string[]? Tags(HttpContext context, string header)
    {
        var values = context.Request.Headers[header];

        return values.Count == 0 ? null
            : EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags) ? [.. tags.Select(t => t.ToString())]
            : throw new ProblemException("malformed_request", Fault.Of(header, "malformed_etag"));
    }
}

/// <summary>A required precondition: without it, the response is a 428.</summary>
public sealed class IfMatch : Precondition, IBindableFromHttpContext<IfMatch>
{
    public static new ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) => Read<IfMatch>(context);
}

/// <summary>An optional precondition on the root of a part, checked if it was sent.</summary>
public sealed class PartPrecondition : Precondition, IBindableFromHttpContext<PartPrecondition>
{
    public static new ValueTask<PartPrecondition?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        Read<PartPrecondition>(context);
}

/// <summary>The entity tags: the version of a root, or a hash of the content.</summary>
public static class ETag
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Returns the version, followed by the version of the response's shape if that has changed since the first release.</summary>
    public static string Of(int version, short shape) =>
        shape <= 1 ? Of(version) : string.Create(CultureInfo.InvariantCulture, $"\"{version}-{shape}\"");

    /// <summary>Returns true if a tag names the version. For a write, the shape does not matter.</summary>
    public static bool Names(string tag, int version) => tag == Of(version)
        || (tag.Trim('"').Split('-') is [_, var shape] && short.TryParse(shape, NumberStyles.None, null, out var number)
            && tag == Of(version, number));

    /// <summary>Returns a tag without what follows its digest: the snapshot of the answer.</summary>
    public static EntityTagHeaderValue OfContent(EntityTagHeaderValue tag) =>
        tag.IsWeak && tag.Tag.IndexOf('.') is > 0 and var dot ? new($"{tag.Tag.Subsegment(0, dot)}\"", isWeak: true) : tag;

    /// <summary>Returns a weak tag, which changes with the content.</summary>
    public static string OfText(string shown) => OfText(Encoding.UTF8.GetBytes(shown));

    public static string OfText(ReadOnlySpan<byte> shown) => $"W/\"{Convert.ToHexStringLower(SHA256.HashData(shown)[..12])}\"";
}
