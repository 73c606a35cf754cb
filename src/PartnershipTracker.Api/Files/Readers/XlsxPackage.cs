using System.IO.Compression;
using System.Xml;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// The check of a workbook (ECMA-376) before a library reads it, which would use as much memory as the parts of the package ask for. Memory
/// holds one element.
/// </summary>
internal sealed class XlsxPackage
{
    private const int MiB = 1024 * 1024;
    private const int MaxParts = 1000;

    /// <summary>The largest size of all parts together, unpacked.</summary>
    private const long MaxSize = 512L * MiB;

    /// <summary>The largest size of a part that is kept in memory, such as shared texts and styles.</summary>
    private const long MaxKept = 48L * MiB;

    /// <summary>The largest size of an element without its children.</summary>
    private const int MaxElement = 2 * MiB;

    /// <summary>The days between the two first days from which workbooks count.</summary>
    private const int DaysTo1904 = 1462;

    private const int MaxOthers = 500_000;
    private const int MaxNames = 10_000;
    private const string Workbook = "xl/workbook.xml";
    private const string Sheets = "worksheets/";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly List<(string Name, string Id)> _sheets = [];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XlsxCellCheck> _cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly StruckFormats _struck = new();
    private int _daysLost;
    private long _size;

    private XlsxPackage()
    {
    }

    /// <summary>Reads the whole package once.</summary>
    /// <returns>The sheets that are not hidden, in their order; or the reason why the package is refused.</returns>
    public static (IReadOnlyList<XlsxSheet> Sheets, Fault? Fault) Check(Stream file)
    {
        var package = new XlsxPackage();

        try
        {
            var fault = package.Read(file);

            return ([.. package._sheets.Select(sheet => new XlsxSheet(sheet.Name, package.CellsOf(sheet.Id), package._daysLost))], fault);
        }
        catch (TooLargeException)
        {
            return ([], Fault.At("#", "workbook_too_large", MaxSize / MiB));
        }
        catch (Exception unreadable) when (unreadable is XmlException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            return ([], Fault.At("#", "not_xlsx"));
        }
    }

    private Fault? Read(Stream file)
    {
        // All entries of the list of parts would be in memory before they can be counted.
        Require(CountParts(file) <= MaxParts);
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);

        var names = zip.Entries.Select(entry => entry.FullName.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);

        return zip.GetEntry(Workbook) is null || names.Count < zip.Entries.Count
            ? Fault.At("#", "not_xlsx")
            : zip.Entries.Where(IsXml).OrderBy(IsSheet).Select(Read).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Returns true for a sheet, which is read after the formats and the shared texts.</summary>
    private static bool IsSheet(ZipArchiveEntry entry) => entry.FullName.Contains(Sheets, StringComparison.OrdinalIgnoreCase);

    private static bool IsXml(ZipArchiveEntry entry) => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
        || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    private static int CountParts(Stream file)
    {
        var (buffer, kept, count) = (new byte[64 * 1024], 0, 0);
        file.Position = 0;

        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer, kept, buffer.Length - kept))
        {
            var bytes = buffer.AsSpan(0, kept + read);
            count += bytes.Count("PK\u0001\u0002"u8);
            kept = Math.Min(3, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return count;
    }

    private Fault? Read(ZipArchiveEntry entry)
    {
        using var part = new LimitedStream(entry.Open(), this, IsSheet(entry) ? MaxSize : MaxKept);
        using var xml = XmlReader.Create(part, new() { DtdProcessing = DtdProcessing.Prohibit, NameTable = new LimitedNames() });
        var (cells, others) = (new XlsxCellCheck(IsSheet(entry) ? _struck : null), 0);

        while (xml.Read())
        {
            part.BeginElement();
            NoteFormats(entry.FullName, xml);

            if (cells.Next(xml) is { } formula)
            {
                return Fault.At("#", "formula_without_result", formula);
            }

            if (xml.NodeType is not XmlNodeType.Element || xml.LocalName is "row" or "c" or "v" or "f" or "is" or "si" or "t" or "r")
            {
                continue;
            }

            Require(++others <= MaxOthers);

            if (xml.LocalName is "sheet" && entry.FullName is Workbook && xml.GetAttribute("state") is null or "visible")
            {
                _sheets.Add((xml.GetAttribute("name") ?? "", xml.GetAttribute("id", Relationships) ?? ""));
            }
            else if (xml.LocalName is "Relationship" && !IsReadable(xml.GetAttribute("Type") ?? "", xml.GetAttribute("Target") ?? ""))
            {
                return Fault.At("#", "not_xlsx");
            }
            else if (xml.LocalName is "Relationship" && entry.FullName is "xl/_rels/workbook.xml.rels")
            {
                _parts[xml.GetAttribute("Id") ?? ""] = xml.GetAttribute("Target") ?? "";
            }
        }

        _cells[entry.FullName] = cells;

        return null;
    }

    /// <summary>Notes what is struck through, and where the library does not see that dates are counted from 1904.</summary>
    private void NoteFormats(string part, XmlReader xml)
    {
        if (part.EndsWith("/styles.xml", StringComparison.OrdinalIgnoreCase))
        {
            _struck.NextFormat(xml);
        }
        else if (part.EndsWith("/sharedStrings.xml", StringComparison.OrdinalIgnoreCase))
        {
            _struck.NextText(xml);
        }
        else if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" } && xml.GetAttribute("date1904") is "true")
        {
            _daysLost = DaysTo1904; // the library knows "1" only
        }
    }

    /// <summary>Returns what the library does not tell of the cells of a sheet.</summary>
    private XlsxCellCheck CellsOf(string sheet)
    {
        var target = _parts.GetValueOrDefault(sheet, "");
        var part = target.StartsWith('/') ? target[1..] : $"xl/{target}";

        return _cells.GetValueOrDefault(part) ?? new();
    }

    /// <summary>Returns false for a part that the library would read, but that is binary or not bounded as what it is.</summary>
    private static bool IsReadable(string type, string target)
    {
        var isSheet = type.EndsWith("/worksheet", StringComparison.Ordinal);

        return !(isSheet || type.EndsWith("/sharedStrings", StringComparison.Ordinal) || type.EndsWith("/styles", StringComparison.Ordinal))
            || (target.EndsWith(".xml", StringComparison.Ordinal) && target.Contains(Sheets, StringComparison.Ordinal) == isSheet);
    }

    internal static void Require(bool isWithin)
    {
        if (!isWithin)
        {
            throw new TooLargeException();
        }
    }

    private sealed class TooLargeException : Exception;

    /// <summary>The names of elements and attributes, which a reader keeps for ever.</summary>
    private sealed class LimitedNames : NameTable
    {
        private int _count;

        public override string Add(char[] key, int start, int len)
        {
            Require(Get(key, start, len) is not null || ++_count <= MaxNames);

            return base.Add(key, start, len);
        }
    }

    /// <summary>A part of a package, which is as large as its bytes and not as its header says.</summary>
    private sealed class LimitedStream(Stream inner, XlsxPackage package, long max) : Stream
    {
        private long _size;
        private int _element;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _size;
            set => throw new NotSupportedException();
        }

        public void BeginElement() => _element = 0;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            (_size, _element, package._size) = (_size + read, _element + read, package._size + read);
            Require(_size <= max && package._size <= MaxSize && _element <= MaxElement);

            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
