using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace PartnershipTracker.OpenApi;

/// <summary>The XML comments of the code, with each line break replaced by a space.</summary>
internal static partial class XmlComments
{
    public static XPathDocument Of(Assembly assembly)
    {
        var comments = XDocument.Load(
            Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml"), LoadOptions.PreserveWhitespace);

        foreach (var text in comments.DescendantNodes().OfType<XText>())
        {
            text.Value = Wrap().Replace(text.Value, " ");
        }

        return new XPathDocument(comments.CreateReader());
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Wrap();
}
