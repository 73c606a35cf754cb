using System.Diagnostics;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Traces and metrics over OTLP, for whoever says where to send them (the variables <c>OTEL_EXPORTER_OTLP_*</c> of the OpenTelemetry
/// specification); without that, none at all.
/// </summary>
public static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("PartnershipTracker"))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation()
                .AddNpgsql()
                .AddProcessor(new UrlRedactor())
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("Npgsql", "System.Runtime")
                .AddOtlpExporter());
    }

    /// <summary>What callers asked for stays here, and so does a secret that somebody put into an address.</summary>
    private sealed class UrlRedactor : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            data.SetTag("url.query", null);

            if (data.GetTagItem("url.path") is string path)
            {
                data.SetTag("url.path", SecretRedactingWriter.Redact(path));
            }
        }
    }
}
