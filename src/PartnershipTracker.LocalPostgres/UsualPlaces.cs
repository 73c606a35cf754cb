using System.Globalization;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The folders into which installers put PostgreSQL. Hardly any of them is on the PATH.</summary>
internal static class UsualPlaces
{
    public static IEnumerable<string> BinFolders() => OperatingSystem.IsWindows()
        ? Versions(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles) + @"\PostgreSQL", "*", "bin")
        :
        [
            .. Versions("/usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
            .. Versions("/usr", "pgsql-*", "bin"), // RHEL and Fedora, from PGDG
            .. Versions("/usr/libexec", "postgresql*", ""), // Alpine
            .. Versions("/usr/lib", "postgresql*", "bin"), // SUSE
            .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"), // Homebrew on Apple silicon
            .. Versions("/usr/local/opt", "postgresql@*", "bin"), // Homebrew on Intel
            .. Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ];

    /// <summary>Returns the newest first: 17 before 9.6, unlike the alphabet.</summary>
    private static IEnumerable<string> Versions(string parent, string pattern, string tail) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, pattern).OrderByDescending(Version).Select(folder => Path.Combine(folder, tail))
        : [];

    private static decimal Version(string folder)
    {
        var number = new string([.. Path.GetFileName(folder).Where(c => char.IsAsciiDigit(c) || c == '.')]);

        return decimal.TryParse(number, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
