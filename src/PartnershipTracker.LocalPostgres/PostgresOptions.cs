namespace PartnershipTracker.LocalPostgres;

/// <summary>The options of a server.</summary>
/// <param name="Folder">The folder of data, password and log. It is created if needed, and used by one process at a time.</param>
public sealed record PostgresOptions(string Folder)
{
    /// <summary>True for tests: nothing is made durable, and the folder is deleted in the end.</summary>
    public bool Throwaway { get; init; }

    /// <summary>The name of the setting that the folder comes from, for a message that tells how to change it.</summary>
    public string? FolderSetting { get; init; }

    /// <summary>Receives messages about the progress, a line each.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>The port, so that a server that was killed returns at the same address; by default, any free port.</summary>
    public int? Port { get; init; }

    internal Machine Machine { get; init; } = Machine.This;
}
