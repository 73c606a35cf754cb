namespace PartnershipTracker.LocalPostgres;

/// <summary>The properties of the machine. Tests replace them.</summary>
internal sealed record Machine
{
    public const string BinVariable = "PARTNERSHIPTRACKER_PG_BIN";

    public static Machine This => new();

    /// <summary>The folder of binaries that the user has set.</summary>
    public string? ChosenBinFolder { get; init; } = NullIfEmpty(Environment.GetEnvironmentVariable(BinVariable));

    /// <summary>The folders in which installers put binaries, the best first.</summary>
    public IEnumerable<string> BinFolders { get; init; } = UsualPlaces.BinFolders();

    public IReadOnlyList<string> SearchPath { get; init; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The folder of fetched binaries, shared by all applications of this user.</summary>
    public string CacheFolder { get; init; } = Path.Combine(Home ?? Path.GetTempPath(), "partnership-tracker", "postgresql");

    /// <summary>True when root may become another user in a user namespace; false when it must use a user of the machine.</summary>
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
