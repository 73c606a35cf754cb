using System.Diagnostics;

namespace PartnershipTracker.Tests.Docs;

/// <summary>Bash, in a folder of its own that is deleted at the end.</summary>
public sealed class Shell : IDisposable
{
    private static readonly string[] Needed = ["bash", "curl", "jq"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-docs-").FullName;

    /// <summary>The tools of the examples that are not on <c>PATH</c>.</summary>
    public static IReadOnlyList<string> Missing { get; } = [.. Needed.Where(tool => !IsOnPath(tool))];

    /// <summary>Runs the commands in order, in one shell, and returns the output and errors of each.</summary>
    public async Task<IReadOnlyList<string>> Run(IEnumerable<string> commands, CancellationToken cancellation)
    {
        const char End = '\u001e'; // the record separator: no output of the examples has it
        var script = "exec 2>&1\n" + string.Concat(commands.Select(command => $"{command}\nprintf '\\036'\n"));
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", script])
        {
            UseShellExecute = false,
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["HOME"] = _folder; // where no .curlrc or .jq is
        start.Environment["no_proxy"] = "*";
        start.Environment["LC_ALL"] = "C.UTF-8";

        using var bash = Process.Start(start)!;
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(2), cancellation);
        await bash.WaitForExitAsync(cancellation);

        return output.Split(End)[..^1];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
