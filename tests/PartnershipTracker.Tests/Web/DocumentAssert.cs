using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Web;

/// <summary>Assertions about all parts of the document of one kind.</summary>
internal static class DocumentAssert
{
    public static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>Asserts that there are such parts, and that none has the fault.</summary>
    public static void AssertNone<T>(IEnumerable<T> all, Func<T, string?> fault)
    {
        var cases = all.ToList();
        Assert.NotEmpty(cases);
        var faults = cases.Select(one => (One: one, Fault: fault(one))).Where(f => f.Fault is not null)
            .Select(f => $"{(f.One is ValueTuple<string, JsonObject> node ? node.Item1 : f.One)}: {f.Fault}").ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
