using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Drills;

/// <summary>The folder of a drill, which is deleted after everything started in it has ended.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-drill-").FullName;
    private readonly Stack<IAsyncDisposable> _things = new();

    public Workspace()
    {
        if (!OperatingSystem.IsWindows())
        {
            // For root, the database runs as another user, who needs access to the folder
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }
    }

    public string this[string name] => Path.Combine(_folder, name);

    public T Own<T>(T thing)
        where T : IAsyncDisposable
    {
        _things.Push(thing);

        return thing;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        while (_things.TryPop(out var thing))
        {
            await thing.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
