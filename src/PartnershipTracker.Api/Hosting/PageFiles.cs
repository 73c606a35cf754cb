using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Hosting;

/// <summary>The page of the register, which is in <c>wwwroot</c>.</summary>
public static class PageFiles
{
    private const string Index = "index.html";

    /// <summary>Scripts, styles and requests of this origin only. The empty icon is a data URI.</summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Finds the files in every environment: of a build in its source folder, of a published one beside the program.</summary>
    public static void AddPage(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();

        if (!builder.Environment.WebRootFileProvider.GetFileInfo(Index).Exists) // it was started from another folder
        {
            builder.Environment.WebRootFileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        }
    }

    /// <summary>Maps the page to the root of the application, and its files to their names.</summary>
    public static void MapPage(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(JwtSettings.Section); // they are checked later, when the application starts
        var hasSignIn = !string.IsNullOrEmpty(settings[nameof(JwtSettings.ClientId)]);
        var policy = hasSignIn && Uri.TryCreate(settings[nameof(JwtSettings.Issuer)], UriKind.Absolute, out var issuer)
            ? $"{Policy}; connect-src 'self' {issuer.GetLeftPart(UriPartial.Authority)}"
            : Policy;
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/", Show).AllowAnonymous().ExcludeFromDescription().WithMetadata(new ContentSecurityPolicy(policy));
        app.MapGet("/sign-in.json", SignIn).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Returns the public data with which the page signs people in at the issuer; nothing where keys are used.</summary>
    private static Results<Ok<IssuerClient>, NoContent> SignIn([FromServices] JwtSettings settings) => settings.HasSignIn
        ? TypedResults.Ok(new IssuerClient(settings.Issuer!, settings.ClientId!, settings.ClientScopes))
        : TypedResults.NoContent();

    private static Results<PhysicalFileHttpResult, RedirectHttpResult> Show(IWebHostEnvironment environment, HttpContext http)
    {
        if (!http.Request.Path.HasValue)
        {
            return TypedResults.Redirect("~/"); // the links of the page are relative, for a path base
        }

        var file = environment.WebRootFileProvider.GetFileInfo(Index);
        http.Response.Headers.CacheControl = "no-cache";

        return TypedResults.PhysicalFile(
            file.PhysicalPath!, "text/html; charset=utf-8", lastModified: file.LastModified,
            entityTag: new EntityTagHeaderValue($"\"{file.LastModified.ToUnixTimeMilliseconds():x}-{file.Length:x}\""));
    }

    /// <summary>The page as a client of the OpenID Connect issuer.</summary>
    private sealed record IssuerClient(string Issuer, string ClientId, string Scopes);
}
