using System.Globalization;
using System.Security.Cryptography;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The folder of one server, locked by this process until it is disposed.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _throwaway;
    private readonly FolderLock _lock;

    private ServerFolder(string path, PostgresOptions options)
    {
        (_path, _throwaway) = (path, options.Throwaway);
        _lock = FolderLock.Take(path, options.FolderSetting);
    }

    public string Data => Path.Combine(_path, "data");

    /// <summary>The folder of a new cluster until it is complete and renamed: the data folder is a whole cluster or absent.</summary>
    public string UnfinishedData => Data + ".new";

    public string PasswordFile => Path.Combine(_path, "password");

    public string Log => Path.Combine(_path, "server.log");

    /// <summary>The version that wrote the data; null if there is no data yet.</summary>
    public int? Major => Directory.Exists(Data)
        ? int.TryParse(Content(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new PostgresUnavailableException($"{Data} holds no PostgreSQL data. It has not been changed: move it away.")
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

            var reached = await Reach(path, account, cancellation) ?? await Elsewhere(path, account, options.Report, cancellation);

            return new(reached, options);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new PostgresUnavailableException($"The folder {path}, meant for PostgreSQL, cannot be used: {problem.Message}", problem);
        }
    }

    /// <summary>Writes a new password to a file that only the server and we can read.</summary>
    public void WritePassword()
    {
        File.Delete(PasswordFile);
        using var file = new StreamWriter(PasswordFile, Private());
        file.Write(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }

    /// <summary>Starts an empty log for this run and keeps that of the last run, but no older one.</summary>
    public void RotateLog()
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

    /// <summary>Deletes only the files of a server, in case the folder holds other things, such as a home folder.</summary>
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
            // The server's own files inside are private; it must be able to reach them
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>Returns the folder's real path, which identifies a running server; null if the server cannot enter it.</summary>
    private static async Task<string?> Reach(string path, ServerAccount account, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            return path;
        }

        var reached = await Command.Run(account.Start("/bin/sh", "-c", "cd \"$1\" && pwd -P", "sh", path), cancellation);

        return reached.Succeeded ? reached.Text : null;
    }

    private static async Task<string> Elsewhere(string path, ServerAccount account, Action<string>? report, CancellationToken cancellation)
    {
        if (account.User is null)
        {
            throw new IOException("it cannot be entered.");
        }

        var other = PublicFolder.For(path);
        report?.Invoke($"The user '{account.User}', under whom root runs PostgreSQL, cannot reach {path}: the data is kept in {other}");
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
