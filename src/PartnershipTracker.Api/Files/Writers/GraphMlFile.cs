using System.Text;
using System.Xml;

namespace PartnershipTracker.Files.Writers;

/// <summary>A node of a graph.</summary>
public sealed record GraphNode(string Id, string Type, LocalizedText Name);

/// <summary>An undirected edge of a graph, with the numbers of its meetings by status as a text, if it has any.</summary>
public sealed record GraphEdge(string Source, string Target, string Type, int Weight, string? Statuses);

/// <summary>A graph as GraphML, for Gephi, yEd, networkx and igraph.</summary>
/// <param name="name">The name of the file, without date and extension.</param>
/// <param name="graph">The answer that the graph is made from, which knows what its edges rest on.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="edges">The edges.</param>
public sealed class GraphMlFile(string name, IAuditedRead graph, IEnumerable<GraphNode> nodes, IEnumerable<GraphEdge> edges)
    : ExportedFile(name, [(session, cancellation) => session.RecordReads(graph, cancellation)])
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private static readonly (string Id, string Of, string Name, string Type)[] Keys =
    [
        ("label", "node", "label", "string"), ("type", "node", "type", "string"), ("nameKo", "node", "nameKo", "string"),
        ("nameEn", "node", "nameEn", "string"), ("edgeType", "edge", "type", "string"), ("weight", "edge", "weight", "int"),
        ("statuses", "edge", "statuses", "string"),
    ];

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CloseOutput = false,
    };

    /// <summary>Writes the whole graph before sending it: it has no more edges than an answer in JSON may have.</summary>
    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        using var whole = new MemoryStream();

        using (var xml = XmlWriter.Create(whole, Settings))
        {
            Write(xml);
        }

        whole.Position = 0;
        await whole.CopyToAsync(body, http.RequestAborted);
    }

    private void Write(XmlWriter xml)
    {
        xml.WriteStartElement("graphml", Namespace);

        foreach (var (id, of, called, type) in Keys)
        {
            Element(xml, "key", ("id", id), ("for", of), ("attr.name", called), ("attr.type", type));
            xml.WriteEndElement();
        }

        Element(xml, "graph", ("id", "G"), ("edgedefault", "undirected"));

        foreach (var node in nodes)
        {
            Element(xml, "node", ("id", node.Id));
            WriteData(
                xml, ("label", node.Name.En ?? node.Name.Ko), ("type", node.Type), ("nameKo", node.Name.Ko), ("nameEn", node.Name.En));
        }

        foreach (var (number, edge) in edges.Index())
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"e{number}");
            Element(xml, "edge", ("id", id), ("source", edge.Source), ("target", edge.Target));
            WriteData(
                xml, ("edgeType", edge.Type), ("weight", edge.Weight.ToString(CultureInfo.InvariantCulture)), ("statuses", edge.Statuses));
        }

        xml.WriteEndDocument();
    }

    private static void WriteData(XmlWriter xml, params (string Key, string? Value)[] data)
    {
        foreach (var (key, value) in data.Where(d => d.Value is not null))
        {
            Element(xml, "data", ("key", key));
            xml.WriteString(value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string element, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(element, Namespace);

        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }
    }
}
