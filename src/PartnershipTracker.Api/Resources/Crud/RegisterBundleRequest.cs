namespace PartnershipTracker.Resources.Crud;

/// <summary>
/// A register, or a part of it: one array of items for each collection. An item has the members of a PUT and its `id`. A meeting also has
/// its `areas`. Null members and empty arrays are omitted.
/// </summary>
public sealed record RegisterBundleRequest;
