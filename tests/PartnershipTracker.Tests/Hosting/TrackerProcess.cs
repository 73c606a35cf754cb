using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The application as a process of its own, as <c>dotnet run</c> starts it.</summary>
public sealed partial class TrackerProcess : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _ready = new();

    private TrackerProcess(Process process) => Process = process;

    public Process Process { get; }

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>The lines of the standard output.</summary>
    public ConcurrentQueue<string> Output { get; } = [];

    public static TrackerProcess Start(params (string Name, string? Value)[] environment) => Start([], environment);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Said, string[] Output)> Run(
        string verb, params (string Name, string? Value)[] environment)
    {
        using var run = Start(verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment);

        return (await run.Exit(), run.Said, [.. run.Output]);
    }

    public static TrackerProcess Start(string[] arguments, params (string Name, string? Value)[] environment) => StartProgram(
        Program,
        [("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. environment],
        arguments);

    /// <summary>Starts the program of a build, which may be of another release.</summary>
    public static TrackerProcess StartProgram(string program, (string Name, string? Value)[] environment, params string[] arguments) =>
        Dotnet([program, .. arguments], environment);

    /// <summary>Starts it by <c>dotnet run</c>, as a developer does.</summary>
    public static TrackerProcess DotnetRun(string[] arguments, params (string Name, string? Value)[] environment) =>
        Dotnet(["run", "--no-build", "--configuration", Build, "--project", Api, "--", .. arguments], environment);

    /// <summary>The program of this build.</summary>
    public static string Program => Path.Combine(Api, "bin", Build, "net10.0", "PartnershipTracker.Api.dll");

    private static string Api => Path.Combine(Repository.Root, "src", "PartnershipTracker.Api");

    private static string Build => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static TrackerProcess Dotnet(string[] arguments, (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Api,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var run = new TrackerProcess(new Process { StartInfo = start });
        run.Process.OutputDataReceived += run.Hear;
        run.Process.OutputDataReceived += run.HearOutput;
        run.Process.ErrorDataReceived += run.Hear;
        run.Process.Start();
        run.Process.BeginOutputReadLine();
        run.Process.BeginErrorReadLine();
        _ = run.Process.WaitForExitAsync().ContinueWith(
            _ => run._ready.TrySetException(new InvalidOperationException(run.Said)), TaskScheduler.Default);

        return run;
    }

    /// <summary>The address of the application, once it is ready.</summary>
    public Task<Uri> Ready => _ready.Task.WaitAsync(TimeSpan.FromSeconds(180));

    public async Task<int> Exit()
    {
        await Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        return Process.ExitCode;
    }

    /// <summary>Sends SIGTERM, as a service manager does.</summary>
    public bool Terminate() => kill(Process.Id, 15) == 0;

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true); // `dotnet run` starts the application as its child
        }

        Process.Dispose();
    }

    private void HearOutput(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { Length: > 0 } text)
        {
            Output.Enqueue(text);
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }

        if (line.Data is not null && Address().Match(line.Data) is { Success: true } address)
        {
            _ready.TrySetResult(new(address.Groups["url"].Value));
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [GeneratedRegex("Swagger UI: (?<url>http.*)/swagger", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
