namespace PartnershipTracker.Data.Model;

/// <summary>The degree of support that the sources in force give a fact together.</summary>
public enum Support
{
    /// <summary>No source supports it.</summary>
    None,

    /// <summary>Only hearsay, plans, interpretations or forecasts support it.</summary>
    Hearsay,

    /// <summary>At least one source states it, or quotes someone who does.</summary>
    Stated,
}

/// <summary>A statement that sources can support or contradict, and the target of citations.</summary>
public interface IFact
{
    Support Support { get; set; }

    /// <summary>True if a source in force contradicts it.</summary>
    bool Disputed { get; set; }

    /// <summary>True if the fact needs a source. A conclusion rests on its stated reasons instead.</summary>
    bool NeedsSource => true;
}

/// <summary>A root that is a fact or contains facts. It stores flags over all of them, because lists filter by these.</summary>
public interface IEvidenced
{
    IEnumerable<IFact> Facts { get; }

    bool HasDisputed { get; set; }

    bool HasUnsupported { get; set; }

    /// <summary>True if one of the facts rests on hearsay only.</summary>
    bool HasHearsay { get; set; }

    /// <summary>Updates the flags from the facts.</summary>
    void UpdateEvidence()
    {
        HasDisputed = Facts.Any(f => f.Disputed);
        HasUnsupported = Facts.Any(f => f.IsUnsupported());
        HasHearsay = Facts.Any(f => f.Support is Support.Hearsay);
    }
}

public static class Evidence
{
    /// <summary>Returns true if no source in force supports a fact that needs one.</summary>
    public static bool IsUnsupported(this IFact fact) => fact.NeedsSource && fact.Support is Support.None;
}
