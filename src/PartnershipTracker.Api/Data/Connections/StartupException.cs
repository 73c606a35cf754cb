namespace PartnershipTracker.Data.Connections;

/// <summary>Why the application does not start, in words for whoever started it.</summary>
public sealed class StartupException(string message) : Exception(message);
