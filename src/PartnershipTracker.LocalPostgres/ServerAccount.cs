using System.Diagnostics;

namespace PartnershipTracker.LocalPostgres;

/// <summary>
/// The account of the server. PostgreSQL refuses root, the usual account of containers and build machines. Root becomes another user in a
/// user namespace, where its files stay its own; where namespaces are forbidden it runs the server as another user of the machine.
/// </summary>
internal sealed class ServerAccount
{
    private static readonly string[] Namespace = ["--user", "--map-user=1000", "--map-group=1000", "--"];

    private static readonly string[] OtherUsers = ["postgres", "nobody"];

    private readonly bool _namespace;

    private ServerAccount(string? user, bool inNamespace) => (User, _namespace) = (user, inNamespace);

    /// <summary>The other user, if there is one: it may have access to less of the machine than we have.</summary>
    public string? User { get; }

    public static async Task<ServerAccount> Choose(Machine machine, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(user: null, inNamespace: false);
        }

        if (OperatingSystem.IsWindows())
        {
            throw PostgresUnavailableException.WithRemedies(
                "PostgreSQL refuses to run with administrative permissions: start the application from an ordinary terminal.");
        }

        if (machine.UserNamespaces && (await Command.Run("unshare", [.. Namespace, "true"], cancellation)).Succeeded)
        {
            return new(user: null, inNamespace: true);
        }

        return new(OtherUser(), inNamespace: false);
    }

    /// <summary>Returns a command under the server's account, without environment variables that PostgreSQL reads.</summary>
    public ProcessStartInfo Start(string file, params IEnumerable<string> arguments)
    {
        var start = _namespace ? new("unshare", [.. Namespace, file, .. arguments]) : new ProcessStartInfo(file, arguments);

        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";

        if (!OperatingSystem.IsWindows())
        {
            // The other user may not be able to enter ours
            start.WorkingDirectory = "/";
        }

        if (User is not null)
        {
            start.UserName = User;
        }

        return start;
    }

    /// <summary>Gives a file or folder to the server's account, whichever account it had before.</summary>
    public async Task Own(string path, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            await Command.Run("chown", ["-Rh", User ?? "root", path], cancellation);
        }
    }

    private static string OtherUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);

        return OtherUsers.FirstOrDefault(users.Contains) ?? throw PostgresUnavailableException.WithRemedies(
            "PostgreSQL refuses to run as root, and this machine has neither user namespaces nor a user 'postgres' or 'nobody'.");
    }
}
