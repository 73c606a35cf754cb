namespace PartnershipTracker.Data.Connections;

/// <summary>The connections of the context of a scope; by default those for requests.</summary>
public sealed class DatabaseScope
{
    /// <summary>True for a job, which has other connections.</summary>
    public bool IsJob { get; set; }

    /// <summary>The replica that answers the reads of the scope; null: the primary.</summary>
    public Replica? Replica { get; private set; }

    /// <summary>The services of the same request for the primary; null where the primary answers.</summary>
    public IServiceProvider? OnPrimary { get; private set; }

    public void ReadFrom(Replica replica, IServiceProvider onPrimary) => (Replica, OnPrimary) = (replica, onPrimary);
}
