namespace PartnershipTracker.Web.Requests;

/// <summary>
/// The maximum length of each text in a list, in Unicode code points, for the API document. Responses have no validator that states it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemLengthAttribute(int max) : Attribute
{
    public int Max { get; } = max;
}
