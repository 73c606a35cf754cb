namespace PartnershipTracker.LocalPostgres;

/// <summary>The creation of a server's data: UTF-8, the same sort order on every machine, with a generated password.</summary>
internal sealed class Cluster(ServerFolder folder, Binaries binaries, ServerAccount account)
{
    /// <summary>The locales that know upper and lower case in all languages; not every system has every one.</summary>
    private static readonly string[] Locales = OperatingSystem.IsWindows() ? [""] : ["C.UTF-8", "en_US.UTF-8"];

    public async Task Make(bool throwaway, Action<string> report, CancellationToken cancellation)
    {
        report($"Creating a PostgreSQL {binaries.Major} cluster in {folder.Data}");
        folder.WritePassword();
        await account.Own(folder.PasswordFile, cancellation);

        Outcome? outcome = null;

        foreach (var locale in Locales)
        {
            outcome = await InitDb(locale, throwaway, cancellation);

            if (!outcome.Text.Contains("invalid locale", StringComparison.Ordinal))
            {
                break;
            }
        }

        if (!outcome!.Succeeded)
        {
            throw new PostgresUnavailableException(
                $"No PostgreSQL cluster could be created in {folder.Data}:{Environment.NewLine}{outcome.LastLines}");
        }

        Directory.Move(folder.UnfinishedData, folder.Data);
    }

    private async Task<Outcome> InitDb(string locale, bool throwaway, CancellationToken cancellation)
    {
        // The rest of an initdb that was killed
        ServerFolder.DeleteFolder(folder.UnfinishedData);
        Directory.CreateDirectory(folder.UnfinishedData);
        await account.Own(folder.UnfinishedData, cancellation);

        string[] arguments =
        [
            "--pgdata", folder.UnfinishedData, "--username", PostgresServer.SuperuserName, "--pwfile", folder.PasswordFile,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--lc-messages", "C", "--text-search-config", "simple", "--no-instructions",
            .. locale.Length == 0 ? [] : (string[])["--locale", locale],
            .. throwaway ? (string[])["--no-sync"] : [],
        ];

        return await Command.Run(account.Start(binaries.InitDb, arguments), cancellation);
    }
}
