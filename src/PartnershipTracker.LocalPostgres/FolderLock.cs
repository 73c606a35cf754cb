using System.Globalization;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The lock that keeps a folder to one process. The system releases it with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    // The error codes of a lock that another process holds: EWOULDBLOCK on Linux and on macOS, a sharing violation on Windows
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;
    private readonly string _owner;

    private FolderLock(string folder)
    {
        _file = new FileStream(Path.Combine(folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _owner = OwnerFile(folder);
        File.WriteAllText(_owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="setting">The name of the setting that the folder comes from, if there is one.</param>
    public static FolderLock Take(string folder, string? setting)
    {
        try
        {
            return new(folder);
        }
        catch (IOException problem) when (Taken.Contains(problem.HResult))
        {
            throw new PostgresUnavailableException(
                $"Another instance (process {Owner(folder)}) uses the folder {folder}. Stop it first, or give this one another folder"
                    + (setting is null ? "." : $": set {setting}."),
                problem);
        }
    }

    /// <summary>Deletes the lock's file while the lock is still held.</summary>
    public void Delete() => File.Delete(_file.Name);

    public void Dispose()
    {
        File.Delete(_owner);
        _file.Dispose();
    }

    /// <summary>Returns the path of a file apart from the lock, since other processes cannot read a locked file.</summary>
    private static string OwnerFile(string folder) => Path.Combine(folder, "owner.pid");

    private static string Owner(string folder)
    {
        try
        {
            return File.ReadAllText(OwnerFile(folder)) is { Length: > 0 } pid ? pid : "unknown";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
