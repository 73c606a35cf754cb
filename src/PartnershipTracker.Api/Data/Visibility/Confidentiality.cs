namespace PartnershipTracker.Data.Visibility;

/// <summary>
/// How closely something is held, and how far somebody is trusted: a caller sees what is at or below their clearance. In rising order.
/// </summary>
public enum Confidentiality
{
    Public,
    Internal,
    Confidential,
    Restricted,
}

/// <summary>
/// Something that not everybody may know of. The store shows it to callers with the clearance and, where it lists its readers, to none
/// but those of them: for everyone else it does not exist.
/// </summary>
public interface IClassified
{
    Confidentiality Confidentiality { get; }

    /// <summary>The principals who need to know (<c>key:…</c>, <c>user:…</c>). Empty: everybody with the clearance.</summary>
    List<string> Readers { get; }
}
