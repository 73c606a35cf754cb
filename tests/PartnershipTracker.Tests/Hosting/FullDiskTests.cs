using System.Net;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A database on a small disk of its own, which needs the right to mount one.</summary>
public sealed class FullDiskTests(TestServer server) : IAsyncLifetime
{
    private readonly string _disk = Path.Combine(Path.GetTempPath(), $"tracker-disk-{Guid.CreateVersion7():n}");
    private readonly string _database = $"full_{Guid.CreateVersion7():n}";
    private bool _isMounted;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_disk);
        var mount = await Command.Run("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0777", "tmpfs", _disk], CancellationToken.None);
        _isMounted = mount.Succeeded;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await server.Drop(_database);
            await server.Execute($"DROP TABLESPACE IF EXISTS {_database}");
            await Command.Run("umount", [_disk], CancellationToken.None);
        }

        Directory.Delete(_disk);
    }

    [ProcessFact]
    public async Task A_database_with_a_full_disk_is_not_ready_until_there_is_room()
    {
        Assert.SkipUnless(_isMounted, "This needs the right to mount a tmpfs.");
        await server.Execute($"CREATE TABLESPACE {_database} LOCATION '{_disk}'");
        await server.Copy(_database, $"TABLESPACE {_database}");
        var filling = Path.Combine(_disk, "filling");
        await using var app = new TrackerApp(server, _database, isCopy: false);
        await app.InitializeAsync();
        await Fill(filling);

        Assert.Equal("disk_full", await WriteProbeTests.FaultOf(app));
        (await app.Get("companies")).Is(HttpStatusCode.OK);

        File.Delete(filling);
        (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
    }

    private static async Task Fill(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

            while (true)
            {
                await file.WriteAsync(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // full
        }
    }
}
