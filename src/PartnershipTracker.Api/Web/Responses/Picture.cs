using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PartnershipTracker.Web.Responses;

/// <summary>An SVG response. The same shapes give the same bytes, and so the same tag.</summary>
public sealed class SvgResult : TextResult, IEndpointMetadataProvider
{
    public const string MediaType = "image/svg+xml";

    private SvgResult(string svg, IReadOnlyList<AuditedRead> reads)
        : base(MediaType, svg, reads)
    {
    }

    /// <summary>Draws an answer. The picture is audited as the answer is that it shows.</summary>
    public static SvgResult Of<T>(T answer, Func<T, string> draw) =>
        new(draw(answer), answer is IAuditedRead shown ? [.. shown.Reads] : []);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}

/// <summary>The query parameters of a picture.</summary>
public sealed class PictureQuery : Query
{
    /// <summary>The language of the labels, and of the names that exist in it.</summary>
    [DefaultValue("en")]
    public string? Lang { get; init; }

    /// <summary>
    /// `true` for a picture to be part of a page: every mark is a link to what it shows, in lists for screen readers, and the styles are
    /// left to the page.
    /// </summary>
    [DefaultValue("false")]
    public string? Links { get; init; }
}

public sealed class PictureQueryValidator : AbstractValidator<PictureQuery>
{
    public PictureQueryValidator()
    {
        RuleFor(q => q.Lang).OneOf("en", "ko");
        RuleFor(q => q.Links).Flag();
    }
}
