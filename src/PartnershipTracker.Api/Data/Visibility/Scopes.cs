namespace PartnershipTracker.Data.Visibility;

/// <summary>What somebody may do. What they may see, their clearance says.</summary>
public static class Scopes
{
    public const string Read = "read";

    /// <summary>To add, change and remove; includes <see cref="Read"/>, for an answer to a write shows what is there.</summary>
    public const string Write = "write";

    /// <summary>To read the full texts of sources, which publishers may have restricted.</summary>
    public const string SourcesText = "sources:text";

    /// <summary>To take out much at once.</summary>
    public const string Export = "export";

    /// <summary>To lower a confidentiality, or to take away a list of readers.</summary>
    public const string Declassify = "declassify";

    /// <summary>To read the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>To manage API keys and the feed links of everybody.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Read, Write, SourcesText, Export, Declassify, Audit, Admin];
}
