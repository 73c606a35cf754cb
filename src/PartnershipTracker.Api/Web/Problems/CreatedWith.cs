namespace PartnershipTracker.Web.Problems;

/// <summary>The call that creates what routes read and a new register lacks. Their descriptions and their 404 name it.</summary>
public sealed record CreatedWith(string Call);
