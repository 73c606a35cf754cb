namespace PartnershipTracker.LocalPostgres;

/// <summary>Where a server keeps its things, and how much they matter.</summary>
/// <param name="Folder">Holds data, password and log. Made if need be, and owned by one process at a time.</param>
public sealed record PostgresOptions(string Folder)
{
    /// <summary>For tests: nothing is made durable, and the folder is deleted in the end.</summary>
    public bool Throwaway { get; init; }

    /// <summary>Takes one line at a time about what is going on, written for a human.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Where it listens: one that was killed comes back at the same address. By default, on any port that is free.</summary>
    public int? Port { get; init; }

    internal Machine Machine { get; init; } = Machine.This;
}
