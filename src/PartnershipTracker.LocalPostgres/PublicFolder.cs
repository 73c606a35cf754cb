using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.LocalPostgres;

/// <summary>Where root keeps what the user who runs its server has to reach, if that user cannot reach the wanted place.</summary>
internal static class PublicFolder
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The same place for the same wish, at every start.</summary>
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

        // Anybody may put a folder of that name into /var/tmp before us, and what he owns he can change later
        var owned = await Command.Run("find", [path, "-maxdepth", "0", "-type", "d", "-user", "0"], cancellation);

        if (owned.Text != path)
        {
            throw PostgresUnavailableException.WithWaysOut($"{path} belongs to somebody else than root: remove it.");
        }

        // Whatever the umask made of it
        File.SetUnixFileMode(path, Passable);
    }
}
