using System.Xml;

namespace PartnershipTracker.Files.Readers;

/// <summary>The formats and shared texts of a workbook that are struck through.</summary>
internal sealed class StruckFormats
{
    private readonly List<bool> _fonts = [];
    private int _format = -1;
    private int _text = -1;
    private bool _isOfCells;

    /// <summary>The numbers of the formats of cells with a line through them.</summary>
    public HashSet<int> Cells { get; } = [];

    /// <summary>The numbers of the shared texts of which a part has a line through it.</summary>
    public HashSet<int> Texts { get; } = [];

    /// <summary>Returns true for the element of a line through a text.</summary>
    public static bool IsLine(XmlReader xml) => xml is { NodeType: XmlNodeType.Element, LocalName: "strike" }
        && xml.GetAttribute("val") is null or "1" or "true" or "on";

    /// <summary>Reads the next element of the formats (<c>xl/styles.xml</c>).</summary>
    public void NextFormat(XmlReader xml)
    {
        switch (xml.NodeType, xml.LocalName)
        {
            case (XmlNodeType.Element, "font"):
                _fonts.Add(false);

                break;
            case (XmlNodeType.Element, "strike") when _fonts.Count > 0:
                _fonts[^1] = IsLine(xml);

                break;
            case (XmlNodeType.Element or XmlNodeType.EndElement, "cellXfs"):
                _isOfCells = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };

                break;
            case (XmlNodeType.Element, "xf") when _isOfCells:
                _format++;
                _ = int.TryParse(xml.GetAttribute("fontId"), CultureInfo.InvariantCulture, out var font);

                if (_fonts.ElementAtOrDefault(font))
                {
                    Cells.Add(_format);
                }

                break;
        }
    }

    /// <summary>Reads the next element of the shared texts.</summary>
    public void NextText(XmlReader xml)
    {
        _text += xml is { NodeType: XmlNodeType.Element, LocalName: "si" } ? 1 : 0;

        if (IsLine(xml))
        {
            Texts.Add(_text);
        }
    }
}
