using System.Globalization;
using System.Text.RegularExpressions;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A folder with the programs of one PostgreSQL.</summary>
internal sealed partial record Binaries(string Folder, int Major)
{
    public const int OldestMajor = 15;
    public const string OldestMajorText = "15";

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Postgres => Path.Combine(Folder, "postgres" + Suffix);

    public string InitDb => Path.Combine(Folder, "initdb" + Suffix);

    public string PgCtl => Path.Combine(Folder, "pg_ctl" + Suffix);

    /// <summary>Returns the programs of a folder; null unless they exist and run for this account.</summary>
    public static async Task<Binaries?> Probe(string folder, ServerAccount account, CancellationToken cancellation)
    {
        var binaries = new Binaries(Path.GetFullPath(folder), 0);

        if (!File.Exists(binaries.InitDb) || !File.Exists(binaries.Postgres))
        {
            return null;
        }

        var version = await Command.Run(account.Start(binaries.Postgres, "--version"), cancellation);
        var major = Version().Match(version.Text).Groups["major"];

        return version.Succeeded && major.Success
            ? binaries with { Major = int.Parse(major.ValueSpan, CultureInfo.InvariantCulture) }
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Version();
}
