namespace PartnershipTracker.LocalPostgres;

/// <summary>Makes the data of a server: UTF-8, ordered alike on every machine, with a password that nobody had to think of.</summary>
internal sealed class Cluster(ServerFolder folder, Binaries binaries, ServerAccount account)
{
    /// <summary>Letters of all languages have upper and lower case in these; not every system has every one.</summary>
    private static readonly string[] Locales = OperatingSystem.IsWindows() ? [""] : ["C.UTF-8", "en_US.UTF-8"];

    public async Task Make(bool throwaway, Action<string> say, CancellationToken cancellation)
    {
        say($"Making a PostgreSQL {binaries.Major} cluster in {folder.Data}");
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
                $"No PostgreSQL cluster could be made in {folder.Data}:{Environment.NewLine}{outcome.LastLines}");
        }

        Directory.Move(folder.UnfinishedData, folder.Data);
    }

    private async Task<Outcome> InitDb(string locale, bool throwaway, CancellationToken cancellation)
    {
        // What another initdb left when it was killed
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
