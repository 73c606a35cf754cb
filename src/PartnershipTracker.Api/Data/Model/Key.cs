using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Model;

/// <summary>
/// A key in the common namespace of companies, affiliates, people and areas, in which each key identifies one of them. Triggers keep a row
/// here for each.
/// </summary>
public sealed partial class Key
{
    public const int MaxLength = 64;
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    public const string Example = "sk-hynix";

    public required string Id { get; init; }

    /// <summary>The collection that the key belongs to, such as <c>companies</c>.</summary>
    public required string Resource { get; init; }

    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && Shape().IsMatch(text);

    [GeneratedRegex(
        @"\A[a-z0-9]+(-[a-z0-9]+)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
