using System.ComponentModel;
using System.Diagnostics;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The exit code and the output of a command.</summary>
internal sealed record Outcome(int ExitCode, string Text)
{
    public bool Succeeded => ExitCode == 0;

    public string LastLines => Lines(lines => lines.TakeLast(15));

    /// <summary>The first lines: npm begins with the error, and adds much more.</summary>
    public string FirstLines => Lines(lines => lines.Take(8));

    private string Lines(Func<IEnumerable<string>, IEnumerable<string>> some) =>
        string.Join(Environment.NewLine, some(Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
}

internal static class Command
{
    private const int CannotRun = 126;

    public static Task<Outcome> Run(string file, IEnumerable<string> arguments, CancellationToken cancellation) =>
        Run(new ProcessStartInfo(file, arguments), cancellation);

    /// <summary>Runs a command to its end, detached from our terminal. A file that is missing or not ours to run is an outcome.</summary>
    public static async Task<Outcome> Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();

            return await Finish(process, cancellation);
        }
        catch (Win32Exception problem)
        {
            return new(CannotRun, problem.Message);
        }
    }

    private static async Task<Outcome> Finish(Process process, CancellationToken cancellation)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var text = await output + await error;
            await process.WaitForExitAsync(cancellation);

            return new(process.ExitCode, text.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
