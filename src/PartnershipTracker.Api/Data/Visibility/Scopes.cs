namespace PartnershipTracker.Data.Visibility;

/// <summary>The scopes, which determine what a caller may do. The clearance determines what a caller may see.</summary>
public static class Scopes
{
    public const string Read = "read";

    /// <summary>
    /// Permits adding, changing and removing. It includes <see cref="Read"/>, because the response to a write shows the resource.
    /// </summary>
    public const string Write = "write";

    /// <summary>Permits reading the full texts of sources, which publishers may have restricted.</summary>
    public const string SourcesText = "sources:text";

    /// <summary>Permits exporting whole lists and the whole register.</summary>
    public const string Export = "export";

    /// <summary>Permits lowering a confidentiality or removing a list of readers.</summary>
    public const string Declassify = "declassify";

    /// <summary>Permits reading the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>Permits managing API keys and the feed links of all users.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Read, Write, SourcesText, Export, Declassify, Audit, Admin];
}
