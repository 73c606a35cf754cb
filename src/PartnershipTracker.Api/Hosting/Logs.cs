using System.Globalization;

namespace PartnershipTracker.Hosting;

/// <summary>
/// One JSON object a line outside Development, with the trace that it belongs to. What a caller sent (query strings, values, SQL) is in
/// none, whatever the configuration says: a log is read by more people than the register.
/// </summary>
public static class LogSettings
{
    private static readonly string[] TooTalkative =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics", // whole addresses (off altogether, it would begin no trace)
        "Microsoft.EntityFrameworkCore.Database.Command", // SQL
        "Npgsql.Command", // SQL
    ];

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Logging.ClearProviders();
        builder.Logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = CultureInfo.InvariantCulture.DateTimeFormat.SortableDateTimePattern + ".fff'Z'";
            options.IncludeScopes = true;
        });
        Array.ForEach(TooTalkative, category => builder.Logging.AddFilter(category, LogLevel.Critical));
    }
}
