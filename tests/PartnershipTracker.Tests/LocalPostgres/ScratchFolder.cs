using System.Globalization;

namespace PartnershipTracker.Tests.PostgresServers;

/// <summary>A folder for one test that all users can enter.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_101_101;

    public ScratchFolder() => Permit(Root, ForAll);

    public string Root { get; } = Directory.CreateTempSubdirectory("partnership-tracker-").FullName;

    /// <summary>The folder of the test's server.</summary>
    public string Server => this["server"];

    public string this[string name] => Path.Combine(Root, name);

    public int PostmasterPid => int.Parse(File.ReadLines(this["server/data/postmaster.pid"]).First(), CultureInfo.InvariantCulture);

    /// <summary>Creates fake programs that only print their version.</summary>
    public string Binaries(int major)
    {
        var folder = this[string.Create(CultureInfo.InvariantCulture, $"postgresql-{major}/bin")];
        Script(folder, "initdb", "exit 1");
        Script(folder, "postgres", string.Create(CultureInfo.InvariantCulture, $"echo 'postgres (PostgreSQL) {major}.2 (Fake)'"));

        return folder;
    }

    public static void Script(string folder, string name, string commands)
    {
        var script = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        File.WriteAllText(script, $"#!/bin/sh\n{commands}\n");

        Permit(script, ForAll);
    }

    public void KeepToOneself() => Permit(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
