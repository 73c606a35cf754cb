using System.Globalization;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A copy of a running server that follows it as a standby once it is started.</summary>
internal static class BaseBackup
{
    /// <summary>Makes the copy in the folder of a server, in place of any data there.</summary>
    public static async Task Take(PostgresServer primary, string folder, CancellationToken cancellation)
    {
        var account = await ServerAccount.Choose(Machine.This, cancellation);
        var data = Path.Combine(folder, "data");
        ServerFolder.DeleteFolder(data);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), primary.Password, cancellation);
        await account.Own(folder, cancellation);

        var copy = account.Start(
            Path.Combine(primary.BinFolder, "pg_basebackup"), "--pgdata", data, "--host", primary.Host,
            "--port", primary.Port.ToString(CultureInfo.InvariantCulture), "--username", primary.Superuser,
            "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast");
        copy.Environment["PGPASSWORD"] = primary.Password;
        var outcome = await Command.Run(copy, cancellation);

        if (!outcome.Succeeded)
        {
            throw new InvalidOperationException($"No base backup: {outcome.Text}");
        }
    }
}
