using System.Net.Mime;

namespace PartnershipTracker.Web.Problems;

/// <summary>The pages that explain each type of problem.</summary>
public static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder app) =>
        app.MapGroup("/problems").AllowAnonymous().WithTag("Problems", "Explanations of the types of problems.")
            .MapGet("/{code}", Get).WithName("getProblemType")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain);

    /// <summary>Get the explanation of a problem type</summary>
    /// <remarks>
    /// Returns the page at the `type` of a problem: its meaning in English and Korean, and the steps to solve it in English.
    /// </remarks>
    /// <param name="code" example="stale_version">The problem's code.</param>
    private static ContentHttpResult Get(string code) => Messages.Problems.TryGetValue(code, out var problem)
        ? TypedResults.Text(
            $"{code} ({problem.Status})\n\n{problem.En}\n{problem.Ko}\n\n{problem.Help}\n",
            MediaTypeNames.Text.Plain,
            System.Text.Encoding.UTF8)
        : throw new ProblemException("not_found");
}
