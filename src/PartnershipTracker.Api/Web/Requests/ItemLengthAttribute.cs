namespace PartnershipTracker.Web.Requests;

/// <summary>
/// How long each of the texts of a list is at most, in Unicode code points: what no validator says of what is only shown.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemLengthAttribute(int max) : Attribute
{
    public int Max { get; } = max;
}
