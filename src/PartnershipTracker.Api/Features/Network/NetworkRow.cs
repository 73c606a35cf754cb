using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Network;

/// <summary>A node of the network as a row of a table.</summary>
/// <param name="Id" example="sk-hynix">The key.</param>
/// <param name="Type" example="affiliate">The type of the node.</param>
/// <param name="NameKo" example="SK하이닉스">The name in Korean.</param>
/// <param name="NameEn" example="SK hynix">The name in English.</param>
public sealed record NodeRow(
    [property: MaxLength(Key.MaxLength)] string Id, NodeType Type,
    [property: MaxLength(LocalizedText.MaxLength)] string? NameKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? NameEn)
{
    internal static NodeRow From(NetworkNode node) => new(node.Id, node.Type, node.Name.Ko, node.Name.En);
}

/// <summary>A connection between two nodes as a row of a table.</summary>
/// <param name="Id" example="sk-hynix nvidia collaboration">The nodes and the type of the connection.</param>
/// <param name="Source" example="sk-hynix">The key of one node: ours, the person, the affiliate.</param>
/// <param name="SourceType" example="affiliate">The type of that node.</param>
/// <param name="SourceKo" example="SK하이닉스">The name of that node in Korean.</param>
/// <param name="SourceEn" example="SK hynix">The name of that node in English.</param>
/// <param name="Target" example="nvidia">The key of the other node.</param>
/// <param name="TargetType" example="company">The type of the other node.</param>
/// <param name="TargetKo" example="엔비디아">The name of the other node in Korean.</param>
/// <param name="TargetEn" example="NVIDIA">The name of the other node in English.</param>
/// <param name="Type" example="collaboration">The type of the connection.</param>
/// <param name="Weight" example="1">The number of facts behind the connection.</param>
/// <param name="Statuses" example="planned 1; held 2">The statuses of the meetings behind the connection, with the number of each.</param>
public sealed record EdgeRow(
    [property: MaxLength(EdgeRow.MaxId)] string Id,
    [property: MaxLength(Key.MaxLength)] string Source, NodeType SourceType,
    [property: MaxLength(LocalizedText.MaxLength)] string? SourceKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? SourceEn,
    [property: MaxLength(Key.MaxLength)] string Target, NodeType TargetType,
    [property: MaxLength(LocalizedText.MaxLength)] string? TargetKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? TargetEn,
    EdgeType Type, int Weight, [property: MaxLength(Rules.ShortText)] string? Statuses)
{
    private const int MaxId = (2 * Key.MaxLength) + 20;

    internal static IEnumerable<EdgeRow> Of(NetworkResponse network)
    {
        var nodes = network.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);

        return network.Edges.Select(e => (e, source: nodes[e.Source], target: nodes[e.Target])).Select(edge => new EdgeRow(
            $"{edge.e.Source} {edge.e.Target} {EnumNames.Write(edge.e.Type)}",
            edge.source.Id, edge.source.Type, edge.source.Name.Ko, edge.source.Name.En,
            edge.target.Id, edge.target.Type, edge.target.Name.Ko, edge.target.Name.En,
            edge.e.Type, edge.e.Weight, StatusCounts.Print(edge.e.Statuses)));
    }
}
