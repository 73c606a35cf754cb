using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A guard made of a job object: Windows ends all its processes with its last handle, and ours is closed when we end.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsGuard : Guard
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000;

    private readonly SafeFileHandle _job;
    private readonly Binaries _binaries;
    private readonly ServerFolder _folder;

    private WindowsGuard(Process process, Binaries binaries, ServerFolder folder)
        : base(process)
    {
        (_binaries, _folder) = (binaries, folder);
        _job = NewJob();

        if (!AssignProcessToJobObject(_job, process.Handle))
        {
            process.Kill();
            throw new Win32Exception();
        }
    }

    public static WindowsGuard Watch(ProcessStartInfo start, Binaries binaries, ServerFolder folder)
    {
        // A process group of its own does not get our Ctrl+C
        start.CreateNewProcessGroup = true;
        start.RedirectStandardInput = start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        _ = Keep(process.StandardError, folder.Log);

        return new(process, binaries, folder);
    }

    protected override Task AskToStop() =>
        Command.Run(_binaries.PgCtl, ["stop", "-D", _folder.Data, "-m", "fast", "-W"], CancellationToken.None);

    protected override void Release() => _job.Dispose();

    private static async Task Keep(StreamReader messages, string path)
    {
        await using var log = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
        })
        {
            AutoFlush = true,
        };

        while (await messages.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
        }
    }

    private static SafeFileHandle NewJob()
    {
        var job = CreateJobObject(0, null);
        var limits = new JobLimits { Flags = KillOnClose };

        return !job.IsInvalid && SetInformationJobObject(job, ExtendedLimits, ref limits, Marshal.SizeOf<JobLimits>())
            ? job
            : throw new Win32Exception();
    }

    [DllImport("kernel32.dll", EntryPoint = "CreateJobObjectW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateJobObject(nint security, string? name);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetInformationJobObject(SafeFileHandle job, int kind, ref JobLimits limits, int size);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool AssignProcessToJobObject(SafeFileHandle job, nint process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION, of which only the flags are used.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct JobLimits
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint MinimumWorkingSet;
        public nuint MaximumWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WrittenBytes;
        public ulong OtherBytes;
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
