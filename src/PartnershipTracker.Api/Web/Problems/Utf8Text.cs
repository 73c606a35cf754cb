using System.Text.Unicode;

namespace PartnershipTracker.Web.Problems;

/// <summary>The check that bytes are UTF-8, before a decoder replaces those that are not.</summary>
public static class Utf8Text
{
    public static Fault? Check(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? null : Fault.At("#", "not_utf8");
}
