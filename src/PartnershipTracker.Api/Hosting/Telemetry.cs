using System.Diagnostics;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PartnershipTracker.Features.Changes;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Traces and metrics over OTLP, sent to the endpoint in the variables <c>OTEL_EXPORTER_OTLP_*</c> of the OpenTelemetry specification;
/// none without an endpoint.
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
                .AddMeter("Npgsql", "System.Runtime", ChangeWatch.MeterName)
                .AddOtlpExporter());
    }

    /// <summary>A processor that removes query strings, and secrets in paths, from traces.</summary>
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
