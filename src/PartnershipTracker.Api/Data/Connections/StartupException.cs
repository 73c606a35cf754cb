namespace PartnershipTracker.Data.Connections;

/// <summary>The reason why the application does not start, in words for its operator.</summary>
public sealed class StartupException(string message) : Exception(message);
