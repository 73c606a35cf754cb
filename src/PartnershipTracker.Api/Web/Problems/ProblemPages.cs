using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Web.Problems;

/// <summary>The pages that the types of problems open.</summary>
public static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder app) =>
        app.MapGroup("/problems").AllowAnonymous().WithTag("Problems", "What the types of problems mean.")
            .MapGet("/{code}", Get).WithName("getProblemType");

    /// <summary>Explain a type of problem</summary>
    /// <remarks>What the `type` of a problem opens: what it means and what to do about it, in English and Korean.</remarks>
    /// <param name="code" example="stale_version">The problem's code.</param>
    private static ContentHttpResult Get(string code) => Messages.Problems.TryGetValue(code, out var problem)
        ? TypedResults.Text(
            $"{code} ({problem.Status})\n\n{problem.En}\n{problem.Ko}\n\n{problem.Help}\n",
            MediaTypeNames.Text.Plain,
            System.Text.Encoding.UTF8)
        : throw new ProblemException("not_found");
}
