using System.ComponentModel;
using System.Diagnostics;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A guard made of a shell between us and the server, at the other end of a pipe that the system closes when we end.</summary>
internal sealed class UnixGuard : Guard
{
    /// <remarks>
    /// Ctrl+C goes to all processes of a terminal, but the application must end before its database: the guard and so the server are
    /// in a session of their own, which a kill of all our process group does not reach either.
    /// The signal is repeated, because a server that has only just started ignores it.
    /// </remarks>
    private const string Script = """
        log=$1; shift
        exec 3<&0 0</dev/null >>"$log" 2>&1
        trap '' INT HUP QUIT
        trap 'kill -INT $server' TERM

        "$@" 3<&- &
        server=$!
        { read -r _; while kill -INT $server; do sleep 1; done; } <&3 2>/dev/null &
        pipe=$!

        wait $server; code=$?
        while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
        { kill $pipe; wait $pipe; } 2>/dev/null
        exit $code
        """;

    private UnixGuard(Process process)
        : base(process)
    {
    }

    public static UnixGuard Watch(Machine machine, ServerAccount account, Binaries binaries, ServerFolder folder, string[] settings)
    {
        string[] guard = ["/bin/sh", "-c", Script, "postgres-guard", folder.Log, binaries.Postgres, .. settings];
        string[] command = [.. OwnSession(machine), .. guard];
        var start = account.Start(command[0], command[1..]);
        start.RedirectStandardInput = true;

        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception problem)
        {
            throw new PostgresUnavailableException($"PostgreSQL cannot be started: {problem.Message}", problem);
        }
    }

    /// <summary>Returns the command for a session of its own; macOS has no setsid, but Perl can do the same.</summary>
    private static string[] OwnSession(Machine machine) => (machine.Find("setsid"), machine.Find("perl")) switch
    {
        ({ } setsid, _) => [setsid],
        (null, { } perl) => [perl, "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV", "--"],
        _ => [],
    };

    protected override Task AskToStop()
    {
        Process.StandardInput.Close();

        return Task.CompletedTask;
    }
}
