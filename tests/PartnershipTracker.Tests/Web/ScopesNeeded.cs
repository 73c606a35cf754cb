using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Crud;

namespace PartnershipTracker.Tests.Web;

/// <summary>The scopes that the operations need, written by hand as an independent expectation.</summary>
public static class ScopesNeeded
{
    public const string Open = "open";
    public const string Anybody = "anybody";

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["getLiveness"] = Open,
        ["getReadiness"] = Open,
        ["getProblemType"] = Open,
        ["getMe"] = Anybody,
        ["listAudit"] = Scopes.Audit,
        ["listChanges"] = Scopes.Read,
        ["listMeetingsOfArea"] = Scopes.Read,
        ["listMeetingsOfTrip"] = Scopes.Read,
        ["listMeetingParticipants"] = Scopes.Read,
        ["exportMeetingParticipantsCsv"] = Scopes.Export,
        ["exportMeetingParticipantsXlsx"] = Scopes.Export,
        ["listMeetingAreas"] = Scopes.Read,
        ["exportMeetingAreasCsv"] = Scopes.Export,
        ["exportMeetingAreasXlsx"] = Scopes.Export,
        ["listAreaLinks"] = Scopes.Read,
        ["getAreaLink"] = Scopes.Read,
        ["putAreaLink"] = Scopes.Write,
        ["deleteAreaLink"] = Scopes.Write,
        ["listParticipants"] = Scopes.Read,
        ["createParticipant"] = Scopes.Write,
        ["getParticipant"] = Scopes.Read,
        ["replaceParticipant"] = Scopes.Write,
        ["deleteParticipant"] = Scopes.Write,
        ["getSourceText"] = Scopes.SourcesText,
        ["putSourceText"] = Scopes.Write,
        ["showSourceText"] = Scopes.SourcesText,
        ["listSourceFacts"] = Scopes.Read,
        ["createRetraction"] = Scopes.Write,
        ["deleteRetraction"] = Scopes.Write,
        ["getQuality"] = Scopes.Read,
        ["getCoverage"] = Scopes.Read,
        ["getCoverageGaps"] = Scopes.Read,
        ["getMeetingStats"] = Scopes.Read,
        ["getCollaborationStats"] = Scopes.Read,
        ["getSummary"] = Scopes.Read,
        ["listTimeline"] = Scopes.Read,
        ["getNetwork"] = Scopes.Read,
        ["getNetworkPath"] = Scopes.Read,
        ["createImport"] = Scopes.Write,
        ["getImport"] = Scopes.Read,
        ["listImportRows"] = Scopes.Read,
        ["exportImportReportCsv"] = Scopes.Read,
        ["exportImportReportXlsx"] = Scopes.Read,
        ["deleteImport"] = Scopes.Write,
        ["exportImportTemplateCsv"] = Scopes.Read,
        ["exportRegisterNdjson"] = Scopes.Export,
        ["getOperation"] = Anybody,
        ["createRestoration"] = Scopes.Write,
        ["search"] = Scopes.Read,
        ["listSuggestions"] = Scopes.Read,
        ["drawCoverage"] = Scopes.Read,
        ["drawTimeline"] = Scopes.Read,
        ["drawNetwork"] = Scopes.Read,
        ["exportMeetingsIcs"] = Scopes.Export,
        ["exportCoverageCsv"] = Scopes.Export,
        ["exportCoverageXlsx"] = Scopes.Export,
        ["exportMeetingStatsCsv"] = Scopes.Export,
        ["exportMeetingStatsXlsx"] = Scopes.Export,
        ["exportCollaborationStatsCsv"] = Scopes.Export,
        ["exportCollaborationStatsXlsx"] = Scopes.Export,
        ["exportTimelineCsv"] = Scopes.Export,
        ["exportTimelineXlsx"] = Scopes.Export,
        ["listCoverageRows"] = Scopes.Read,
        ["listCoverageGapsRows"] = Scopes.Read,
        ["listMeetingStatsRows"] = Scopes.Read,
        ["listCollaborationStatsRows"] = Scopes.Read,
        ["listSummaryRows"] = Scopes.Read,
        ["listQualityRows"] = Scopes.Read,
        ["listNetworkNodesRows"] = Scopes.Read,
        ["listNetworkEdgesRows"] = Scopes.Read,
        ["listTimelineRows"] = Scopes.Read,
        ["exportCoverageGapsCsv"] = Scopes.Export,
        ["exportCoverageGapsXlsx"] = Scopes.Export,
        ["exportSummaryCsv"] = Scopes.Export,
        ["exportSummaryXlsx"] = Scopes.Export,
        ["exportQualityCsv"] = Scopes.Export,
        ["exportQualityXlsx"] = Scopes.Export,
        ["exportNetworkNodesCsv"] = Scopes.Export,
        ["exportNetworkNodesXlsx"] = Scopes.Export,
        ["exportNetworkEdgesCsv"] = Scopes.Export,
        ["exportNetworkEdgesXlsx"] = Scopes.Export,
        ["exportNetworkGraphml"] = Scopes.Export,
        ["listFeeds"] = Anybody,
        ["createFeed"] = Scopes.Read, // the scope of the view in the example
        ["getFeed"] = Anybody,
        ["patchFeed"] = Anybody,
        ["deleteFeed"] = Anybody,
        ["listFeedHistory"] = Anybody,
        ["listKeys"] = Scopes.Admin,
        ["createKey"] = Scopes.Admin,
        ["getKey"] = Scopes.Admin,
        ["patchKey"] = Scopes.Admin,
        ["deleteKey"] = Scopes.Admin,
        ["listKeyHistory"] = Scopes.Admin,
        ["listKeySecrets"] = Scopes.Admin,
        ["createKeySecret"] = Scopes.Admin,
        ["deleteKeySecret"] = Scopes.Admin,
        ["listWebhooks"] = Scopes.Admin,
        ["createWebhook"] = Scopes.Admin,
        ["getWebhook"] = Scopes.Admin,
        ["patchWebhook"] = Scopes.Admin,
        ["deleteWebhook"] = Scopes.Admin,
        ["getWebhookDelivery"] = Scopes.Admin,
        ["listWebhookHistory"] = Scopes.Admin,
        ["testWebhook"] = Scopes.Admin,
        ["createWebhookSecret"] = Scopes.Admin,
        ["deleteWebhookSecret"] = Scopes.Admin,
    };

    /// <summary>The scope that each operation needs; <c>open</c> needs no credential, <c>anybody</c> needs one and no scope.</summary>
    public static readonly Dictionary<string, string> Of = new([.. Others, .. Catalog.Resources.All.SelectMany(Usual)], StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Usual(Resource resource)
    {
        var (noun, plural) = (Pascal(resource.Noun.En), Pascal(resource.Collection));

        return
        [
            new($"list{plural}", Scopes.Read), new($"get{noun}", Scopes.Read), new($"list{noun}History", Scopes.Read),
            new($"create{noun}", Scopes.Write), new($"{(resource.IsKeyed ? "put" : "replace")}{noun}", Scopes.Write),
            new($"patch{noun}", Scopes.Write), new($"delete{noun}", Scopes.Write),
            new($"export{plural}Csv", Scopes.Export), new($"export{plural}Xlsx", Scopes.Export),
        ];
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
