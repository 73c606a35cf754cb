namespace PartnershipTracker.LocalPostgres;

/// <summary>The search for the programs of a PostgreSQL on this machine, which fetches them if there are none.</summary>
internal sealed class BinariesFinder(Machine machine, ServerAccount account, Action<string> report)
{
    /// <param name="major">The version that wrote the data, which no other version may touch; null for a new cluster.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<Binaries> Find(int? major, CancellationToken cancellation)
    {
        if (machine.ChosenBinFolder is { } chosen)
        {
            return await Chosen(chosen, major, cancellation);
        }

        var npm = new NpmBinaries(machine, account, report);
        var unfit = new List<string>();

        foreach (var folder in machine.BinFolders.Concat(FoldersOnPath()).Append(npm.BinFolder).Distinct(StringComparer.Ordinal))
        {
            if (await Binaries.Probe(folder, account, cancellation) is not { } binaries)
            {
                continue;
            }

            if (Fits(binaries, major))
            {
                report($"PostgreSQL {binaries.Major} from {binaries.Folder}");

                return binaries;
            }

            unfit.Add($"{binaries.Major} in {binaries.Folder}");
        }

        return major is null or NpmBinaries.Major
            ? await npm.Fetch(cancellation)
            : throw WrittenByAnother(major, $"Found here: {Listed(unfit)}.");
    }

    private async Task<Binaries> Chosen(string folder, int? major, CancellationToken cancellation)
    {
        var binaries = await Binaries.Probe(folder, account, cancellation) ?? throw PostgresUnavailableException.WithRemedies(
            $"{Machine.BinVariable} is set to {folder}, but no initdb and postgres run from there{UnderUser()}.");

        if (binaries.Major < Binaries.OldestMajor)
        {
            throw PostgresUnavailableException.WithRemedies(
                $"{Machine.BinVariable} is set to {folder}: that is PostgreSQL {binaries.Major}, too old.");
        }

        if (!Fits(binaries, major))
        {
            throw WrittenByAnother(major, $"{Machine.BinVariable} leads to PostgreSQL {binaries.Major}.");
        }

        report($"PostgreSQL {binaries.Major} from {binaries.Folder}, as set in {Machine.BinVariable}");

        return binaries;
    }

    private static bool Fits(Binaries binaries, int? major) =>
        binaries.Major >= Binaries.OldestMajor && binaries.Major == (major ?? binaries.Major);

    private static PostgresUnavailableException WrittenByAnother(int? major, string found) => new($"""
        The data was written by PostgreSQL {major}, which alone can read it; it has not been touched. {found}
        Install PostgreSQL {major} as well, or set {Machine.BinVariable} to the folder of its initdb and postgres,
        or move the data away to begin anew.
        """);

    private static string Listed(List<string> versions) => versions.Count == 0 ? "none" : string.Join(", ", versions);

    private string UnderUser() => account.User is { } user ? $" as the user '{user}', under whom root runs the server" : "";

    /// <summary>Returns folders on the PATH, with links resolved: the programs find their libraries beside themselves.</summary>
    private IEnumerable<string> FoldersOnPath() =>
        from name in (string[])["initdb", "postgres"]
        from folder in machine.SearchPath
        let file = new FileInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        where file.Exists
        select Path.GetDirectoryName(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName);
}
