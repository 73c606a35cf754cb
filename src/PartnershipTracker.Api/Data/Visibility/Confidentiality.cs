namespace PartnershipTracker.Data.Visibility;

/// <summary>
/// A confidentiality level of data and clearance level of callers, in rising order. A caller sees data at or below their clearance.
/// </summary>
public enum Confidentiality
{
    Public,
    Internal,
    Confidential,
    Restricted,
}

/// <summary>
/// Data with restricted visibility. Only callers with the clearance see it and, if it lists readers, only those among them. For all other
/// callers it does not exist.
/// </summary>
public interface IClassified
{
    Confidentiality Confidentiality { get; }

    /// <summary>The principals who may read it (<c>key:…</c>, <c>user:…</c>). If empty, all callers with the clearance may.</summary>
    List<string> Readers { get; }
}
