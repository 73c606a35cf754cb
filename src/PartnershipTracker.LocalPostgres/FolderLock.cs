using System.Globalization;

namespace PartnershipTracker.LocalPostgres;

/// <summary>Keeps a folder to one owner. The system drops the lock with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    // What the systems call a lock that another has: EWOULDBLOCK on Linux and on macOS, a sharing violation on Windows
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;
    private readonly string _owner;

    private FolderLock(string folder)
    {
        _file = new FileStream(Path.Combine(folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _owner = OwnerFile(folder);
        File.WriteAllText(_owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    public static FolderLock Take(string folder)
    {
        try
        {
            return new(folder);
        }
        catch (IOException problem) when (Taken.Contains(problem.HResult))
        {
            throw new PostgresUnavailableException(
                $"Another instance (process {Owner(folder)}) uses the folder {folder}. Stop it first, or give this one another folder.",
                problem);
        }
    }

    /// <summary>Takes the lock's own traces away, while it still holds.</summary>
    public void Delete() => File.Delete(_file.Name);

    public void Dispose()
    {
        File.Delete(_owner);
        _file.Dispose();
    }

    /// <summary>Apart from the lock, since nobody else can read a locked file.</summary>
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
