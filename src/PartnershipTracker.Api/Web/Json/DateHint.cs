using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Web.Json;

/// <summary>
/// The advice for a text that is not EDTF: the EDTF that it would be, or the reason why there is none. It prints itself in the language of
/// the caller, after a space.
/// </summary>
internal sealed class DateHint(string text)
{
    public override string ToString() => WrittenDate.Read(text, DateConventions.None) switch
    {
        { Edtf: { } edtf } => $" {Messages.Fault("date_would_be", DateReading.Quoted(edtf))}",
        { Fault: DateReading.Malformed } => "",
        var refused => $" {Messages.Fault(refused.Fault!, refused.Arguments)}",
    };
}
