namespace PartnershipTracker.Data.Model;

/// <summary>How well the sources that stand support a fact, all of them together.</summary>
public enum Support
{
    /// <summary>None supports it.</summary>
    None,

    /// <summary>What supports it is hearsay, a plan, an interpretation or a forecast, and nothing more.</summary>
    Hearsay,

    /// <summary>One at least states it, or quotes somebody who does.</summary>
    Stated,
}

/// <summary>Something that sources can support or contradict: a citation has one for its target.</summary>
public interface IFact
{
    Support Support { get; set; }

    /// <summary>Whether a source that stands contradicts it.</summary>
    bool Disputed { get; set; }

    /// <summary>Whether it claims what only a source can say. What somebody concluded rests on their reasons.</summary>
    bool NeedsSource => true;
}

/// <summary>A root that is or holds facts. What is true of any of them is kept beside it, because lists filter by it.</summary>
public interface IEvidenced
{
    IEnumerable<IFact> Facts { get; }

    bool HasDisputed { get; set; }

    bool HasUnsupported { get; set; }

    /// <summary>Whether there is a fact that has hearsay behind it and no more.</summary>
    bool HasHearsay { get; set; }

    void Weigh()
    {
        HasDisputed = Facts.Any(f => f.Disputed);
        HasUnsupported = Facts.Any(f => f.IsUnsupported());
        HasHearsay = Facts.Any(f => f.Support is Support.Hearsay);
    }
}

public static class Evidence
{
    /// <summary>Whether it is only claimed: no source that stands supports it.</summary>
    public static bool IsUnsupported(this IFact fact) => fact.NeedsSource && fact.Support is Support.None;
}
