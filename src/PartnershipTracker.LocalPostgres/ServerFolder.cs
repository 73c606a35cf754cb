using System.Globalization;
using System.Security.Cryptography;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The folder in which one server keeps everything, ours alone for as long as this is not disposed.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _throwaway;
    private readonly FolderLock _lock;

    private ServerFolder(string path, bool throwaway)
    {
        (_path, _throwaway) = (path, throwaway);
        _lock = FolderLock.Take(path);
    }

    public string Data => Path.Combine(_path, "data");

    /// <summary>Where a cluster is made before it gets its name: data is a whole cluster or is not there.</summary>
    public string UnfinishedData => Data + ".new";

    public string PasswordFile => Path.Combine(_path, "password");

    public string Log => Path.Combine(_path, "server.log");

    /// <summary>The version that wrote the data; null if there is no data yet.</summary>
    public int? Major => Directory.Exists(Data)
        ? int.TryParse(Content(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new PostgresUnavailableException($"{Data} holds no PostgreSQL data. It has not been touched: move it away.")
        : null;

    public string Password => Content(PasswordFile) is { Length: > 0 } password
        ? password
        : throw new PostgresUnavailableException(
            $"{PasswordFile}, which holds the password to the data beside it, is missing. Restore it, or move {_path} away to begin anew.");

    private string FormerLog => Log + ".1";

    public static async Task<ServerFolder> Open(PostgresOptions options, ServerAccount account, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(options.Folder);

        try
        {
            Make(path, account);

            var reached = await Reach(path, account, cancellation) ?? await Elsewhere(path, account, options.Say, cancellation);

            return new(reached, options.Throwaway);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new PostgresUnavailableException($"The folder {path}, meant for PostgreSQL, cannot be used: {problem.Message}", problem);
        }
    }

    /// <summary>A new password, in a file for nobody's eyes but the server's and ours.</summary>
    public void WritePassword()
    {
        File.Delete(PasswordFile);
        using var file = new StreamWriter(PasswordFile, Private());
        file.Write(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }

    /// <summary>An empty log for this run; that of the last run is kept, older ones are not.</summary>
    public void TurnLog()
    {
        if (File.Exists(Log))
        {
            File.Move(Log, FormerLog, overwrite: true);
        }

        using var log = new FileStream(Log, Private());
    }

    public string LogTail()
    {
        using var log = new StreamReader(Log, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });

        return string.Join(Environment.NewLine, log.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(15));
    }

    public void Dispose()
    {
        if (_throwaway)
        {
            Delete();
        }

        _lock.Dispose();

        if (_throwaway && !Directory.EnumerateFileSystemEntries(_path).Any())
        {
            Directory.Delete(_path);
        }
    }

    public static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Deletes what a server left here and nothing else, in case the folder was somebody's home.</summary>
    private void Delete()
    {
        foreach (var folder in (string[])[Data, UnfinishedData])
        {
            DeleteFolder(folder);
        }

        foreach (var file in (string[])[PasswordFile, Log, FormerLog])
        {
            File.Delete(file);
        }

        _lock.Delete();
    }

    private static void Make(string path, ServerAccount account)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);

            return;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (account.User is not null)
        {
            // The server's own things within are for its eyes only; it must get to them
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>The folder's real name, by which a running server is known again; null if the server cannot get there.</summary>
    private static async Task<string?> Reach(string path, ServerAccount account, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            return path;
        }

        var reached = await Command.Run(account.Start("/bin/sh", "-c", "cd \"$1\" && pwd -P", "sh", path), cancellation);

        return reached.Succeeded ? reached.Text : null;
    }

    private static async Task<string> Elsewhere(string path, ServerAccount account, Action<string>? say, CancellationToken cancellation)
    {
        if (account.User is null)
        {
            throw new IOException("it cannot be entered.");
        }

        var other = PublicFolder.For(path);
        say?.Invoke($"The user '{account.User}', as whom root runs PostgreSQL, cannot reach {path}: the data is kept in {other}");
        await PublicFolder.Make(other, account, cancellation);

        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }

        return other;
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string? Content(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : null;
}
