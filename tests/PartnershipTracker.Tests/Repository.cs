using System.Runtime.CompilerServices;

namespace PartnershipTracker.Tests;

/// <summary>The folder of the solution.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
