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

/// <summary>The way in which a source says something.</summary>
public enum Modality
{
    /// <summary>The source states it itself.</summary>
    Stated,

    /// <summary>The source quotes a person who states it.</summary>
    Quoted,

    /// <summary>The source reports that others say it.</summary>
    Hearsay,

    /// <summary>The source reports an intention.</summary>
    Plan,

    /// <summary>The source interprets something that way.</summary>
    Interpretation,

    /// <summary>The source expects it.</summary>
    Forecast,
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

/// <summary>
/// A root that is itself a fact. It stores how sources in force say it, because its response shows that and lists filter by it.
/// </summary>
public interface IRootFact : IFact
{
    /// <summary>The modalities of the citations that support the fact, the strongest first.</summary>
    List<string> Modalities { get; set; }
}

/// <summary>A root that is a fact or contains facts. It stores flags over all of them, because lists filter by these.</summary>
public interface IEvidenced
{
    IEnumerable<IFact> Facts { get; }

    bool HasDisputed { get; set; }

    bool HasUnsupported { get; set; }

    /// <summary>Updates the flags from the facts.</summary>
    void UpdateEvidence()
    {
        HasDisputed = Facts.Any(f => f.Disputed);
        HasUnsupported = Facts.Any(f => f.IsUnsupported());
    }
}

public static class Evidence
{
    /// <summary>The modalities of a statement.</summary>
    public static readonly IReadOnlyList<Modality> Statements = [Modality.Stated, Modality.Quoted];

    /// <summary>The modalities of support that is not a statement, the strongest first.</summary>
    public static readonly IReadOnlyList<Modality> Indirect =
        [Modality.Interpretation, Modality.Hearsay, Modality.Plan, Modality.Forecast];

    /// <summary>All modalities, the strongest first.</summary>
    public static readonly IReadOnlyList<Modality> ByStrength = [.. Statements, .. Indirect];

    /// <summary>Returns true if no source in force supports a fact that needs one.</summary>
    public static bool IsUnsupported(this IFact fact) => fact.NeedsSource && fact.Support is Support.None;

    public static IReadOnlyList<Modality> SupportingModalities(this IRootFact fact) =>
        [.. fact.Modalities.Select(EnumNames.Read<Modality>)];
}
