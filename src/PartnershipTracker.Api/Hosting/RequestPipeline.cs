using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Feeds;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Idempotency;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Hardening;
using PartnershipTracker.Web.Replicas;

namespace PartnershipTracker.Hosting;

/// <summary>The services and the middleware of every request, in order.</summary>
public static class RequestPipeline
{
    public static void AddPipeline(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.AddTelemetry();
        builder.AddDrain();
        builder.AddLimits();
        builder.AddSettings<RateLimitSettings>();
        builder.AddCrossOrigin();
        builder.AddProxies();
        builder.AddReplicas();

        var services = builder.Services;
        services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false); // it would be HTML
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<UuidConstraint>("guid"));
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, SecurityHeaders>()); // around all others, and the next one
        services.Insert(1, ServiceDescriptor.Singleton<IStartupFilter, HostRefusals>());
        services.AddSingleton<IStartupFilter, RouteAccessCheck>();
        services.AddSingleton<TimeProvider>(new RegisterClock(builder.AddSettings<RegisterSettings>()));
        services.AddSingleton<CredentialCheck>().AddSingleton<Readiness>().AddSingleton<WriteProbe>().AddSingleton<RateLimits>()
            .AddSingleton<ComputationSlots>().AddSingleton<SharedComputations>().AddSingleton<SnapshotTags>()
            .AddSingleton<InternalDispatcher>();
        services.AddHealthChecks().AddCheck<Readiness>("readiness");
        services.AddScoped<ChangeContext>().AddScoped<RequestOrigin>().AddScoped<AccessPolicy>().AddOnPrimary<AuditWriter>()
            .AddScoped<HiddenConflicts>().AddScoped<VersionReader>().AddScoped<LockedRoots>()
            .AddScoped<ChangeWriter>().AddScoped<ResourceWriter>()
            .AddScoped<Restoration>().AddScoped<IdempotencyFilter>().AddExports();
        services.AddSingleton<JobRunner>().AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        services.AddValidatorsFromAssemblyContaining<ChangeContext>( // once, since a validator takes longer to make than to use
            ServiceLifetime.Singleton, includeInternalTypes: true);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options =>
            options.ThrowOnBadRequest = true); // one path for bad input, in every environment
        services.AddSingleton<ProblemHandler>().AddSingleton<IExceptionHandler, RefusalAudit>()
            .AddSingleton<IExceptionHandler>(provider => provider.GetRequiredService<ProblemHandler>());
        AddRepresentations(services);
    }

    /// <summary>Adds compression and languages.</summary>
    private static void AddRepresentations(IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // no answer holds a secret of ours beside text that a caller chose
            options.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes, ProblemHandler.MediaType,
                FileFormat.Csv.MediaType, FileFormat.Ndjson.MediaType, FileFormat.Calendar.MediaType, FileFormat.GraphMl.MediaType,
            ];
        });
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("en"));
            options.SupportedCultures = [CultureInfo.InvariantCulture];
            options.SupportedUICultures = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("ko")];
            options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }

    public static void UsePipeline(this WebApplication app)
    {
        ServerRefusals.Observe(app);
        app.Use(ConnectionLimits.NoteRequest);
        app.UseProxies();
        app.Use(app.Services.GetRequiredService<Drain>().CloseConnection);
        app.Use(HeadRequests.HeadAsGet);
        app.UseVaryHeaders();
        app.UseResponseCompression();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context =>
        {
            var http = context.HttpContext;

            if (http.Response.StatusCode is StatusCodes.Status405MethodNotAllowed)
            {
                // Routing does not know that HEAD is GET here.
                http.Response.Headers.Allow = http.Response.Headers.Allow.ToString().Replace("GET", "GET, HEAD", StringComparison.Ordinal);
            }

            return http.RequestServices.GetRequiredService<ProblemHandler>()
                .Answer(http, Messages.CodeOf(http.Response.StatusCode), Cors.FaultsOf(http.Request));
        });
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseCrossOrigin();
        UseAccess(app);
        app.Use(PercentEncoding.CheckPath);
        app.Use(ContentTypeGuard.Check);
        app.Use(BufferedUpload.Buffer);
        app.Use(IdempotencyKey.ReadKey);
        app.Use(ChangeContext.ReadReason);
    }

    /// <summary>Maps the group of all resources: strict queries, validation, POSTs once, ETags, polls, audit, views.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) => SharedRoutes.Map(app, routes => routes.MapGroup("/api/v1")
        .WithStrictQueries().WithValidation().WithIdempotency().WithETags().WithPolls().WithAudit().WithViews());

    private static void UseAccess(WebApplication app)
    {
        app.Use((http, next) => http.RequestServices.GetRequiredService<RateLimits>().QueueGuesses(http, next));
        app.UseAuthentication();
        app.Use(AccessControl.SetCaller);
        app.Use((http, next) => http.RequestServices.GetRequiredService<RateLimits>().Count(http, next));
        app.UseAuthorization();
        app.Use((http, next) => http.RequestServices.GetRequiredService<ReplicaReads>().Route(http, next));
    }
}
