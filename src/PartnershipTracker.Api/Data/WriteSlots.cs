namespace PartnershipTracker.Data;

/// <summary>
/// A limit of the write transactions of requests: a quarter of the connections stays free for reads, even while all these wait for a row
/// that another transaction has locked.
/// </summary>
/// <param name="connections">The number of connections.</param>
public sealed class WriteSlots(int connections)
    : ConnectionSlots(int.Max(1, connections - int.Max(1, connections / 4)), TimeSpan.FromSeconds(10));
