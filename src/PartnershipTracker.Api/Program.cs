using System.CommandLine;
using PartnershipTracker;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Audit;
using PartnershipTracker.Features.Changes;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Coverage;
using PartnershipTracker.Features.Feeds;
using PartnershipTracker.Features.Imports;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Network;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Quality;
using PartnershipTracker.Features.Restorations;
using PartnershipTracker.Features.Search;
using PartnershipTracker.Features.SourceEvidence;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Statistics;
using PartnershipTracker.Features.Timeline;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Features.Webhooks;
using PartnershipTracker.Hosting;
using PartnershipTracker.OpenApi;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Configuration;

Command[] verbs =
[
    DatabaseCommands.Migrate, DatabaseCommands.Check, ApiKeyCommands.Keys, StoredImageCommands.Images, PersonCommands.People,
    LogCommands.Log,
];

return await ApplicationStart.Run(args, verbs, async verb =>
{
    var builder = WebApplication.CreateBuilder(verb?.Settings ?? args);
    builder.AddProgramSettings();

    if (verb is null)
    {
        builder.RequireFreeAddresses();
    }

    await using var connections = await builder.AddDatabase();
    builder.AddAccess();
    builder.Services.AddApiKeys();
    builder.Services.AddHostedService<NotificationListener>(); // stops after the jobs
    builder.AddPipeline();
    builder.AddPage();
    builder.Services.AddEvidence();
    builder.Services.AddScoped<SourceEvidenceWriter>();
    builder.Services.AddResources(Catalog.Resources);
    builder.Services.AddFeedLinks();
    builder.Services.AddChanges();
    builder.AddWebhooks();
    builder.Services.AddApiDocument();
    builder.Services.AddScoped<Importer>();
    builder.Services.AddSingleton<ResultReader>(ImportRows.ReadResult);

    var app = builder.Build();

    app.UsePipeline();
    app.UseApiDocument();
    app.MapPage();
    app.MapHealth();
    app.MapProblemPages();
    app.MapFeedLinks();

    var api = app.MapApi();
    api.MapCompanies();
    api.MapAffiliates();
    api.MapAreas();
    api.MapPeople();
    api.MapTrips();
    api.MapMeetings();
    api.MapMeetingParts();
    api.MapMeetingPartLists();
    api.MapCollaborations();
    api.MapSources();
    api.MapCitations();
    api.MapSourceEvidence();
    api.MapQuality();
    api.MapCoverage();
    api.MapStats();
    api.MapTimeline();
    api.MapNetwork();
    api.MapImports();
    api.MapOperations();
    api.MapRestorations();
    api.MapChanges();
    api.MapSearch();
    api.MapApiKeys();
    api.MapWebhooks();
    api.MapFeeds();
    api.MapMe();
    api.MapAudit();

    return verb is null ? await app.Serve(OpeningData.LoadOpeningData) : await verb.Run(app.Services);
});
