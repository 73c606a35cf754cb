using System.ComponentModel;
using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Web.Responses;

/// <summary>An SVG drawing as an answer: the same shapes make the same bytes, and so the same tag.</summary>
public sealed class SvgResult(string svg) : TextResult(MediaType, svg, []), IEndpointMetadataProvider
{
    public const string MediaType = "image/svg+xml";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}

/// <summary>What can be asked of a picture.</summary>
public sealed class PictureQuery : Query
{
    /// <summary>The language of its words and of names, where they are known in it.</summary>
    [DefaultValue("en")]
    public string? Lang { get; init; }
}

public sealed class PictureQueryValidator : AbstractValidator<PictureQuery>
{
    public PictureQueryValidator() => RuleFor(q => q.Lang).OneOf("en", "ko");
}
