namespace PartnershipTracker.LocalPostgres;

/// <summary>What is taken from the machine around us. The tests put another in its place.</summary>
internal sealed record Machine
{
    public const string BinVariable = "PARTNERSHIPTRACKER_PG_BIN";

    public static Machine This => new();

    /// <summary>The folder of binaries that the user insists on.</summary>
    public string? ChosenBinFolder { get; init; } = NullIfEmpty(Environment.GetEnvironmentVariable(BinVariable));

    /// <summary>The folders in which installers put binaries, the best first.</summary>
    public IEnumerable<string> BinFolders { get; init; } = UsualPlaces.BinFolders();

    public IReadOnlyList<string> SearchPath { get; init; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where fetched binaries are kept, once for all applications of this user.</summary>
    public string CacheFolder { get; init; } = Path.Combine(Home ?? Path.GetTempPath(), "partnership-tracker", "postgresql");

    /// <summary>Root may become somebody else in a user namespace of its own; false sends it down the other road.</summary>
    public bool UserNamespaces { get; init; } = true;

    public string? Find(string command) => SearchPath
        .SelectMany(folder => OperatingSystem.IsWindows()
            ? new[] { Path.Combine(folder, command + ".exe"), Path.Combine(folder, command + ".cmd") }
            : [Path.Combine(folder, command)])
        .FirstOrDefault(File.Exists);

    private static string? Home => NullIfEmpty(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
