using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A folder of root that the server's user can reach, for the case that this user cannot reach the wanted folder.</summary>
internal static class PublicFolder
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Returns the same folder at every start: /var/tmp outlives a reboot (FHS 3.0, section 5.15).</summary>
    public static string For(string wanted) =>
        "/var/tmp/partnership-tracker-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..16];

    public static async Task Make(string path, ServerAccount account, CancellationToken cancellation)
    {
        if (account.User is null || OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);

            return;
        }

        Directory.CreateDirectory(path, Passable);

        // Any user may create a folder of that name in /var/tmp before us, and could change it later
        var owned = await Command.Run("find", [path, "-maxdepth", "0", "-type", "d", "-user", "0"], cancellation);

        if (owned.Text != path)
        {
            throw PostgresUnavailableException.WithRemedies($"{path} belongs to another user than root: remove it.");
        }

        // Independent of the umask
        File.SetUnixFileMode(path, Passable);
    }
}
