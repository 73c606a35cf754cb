namespace PartnershipTracker.Hosting;

/// <summary>
/// Logs as one JSON object a line outside Development, with the trace id. No log holds data of a request (query strings, values, SQL),
/// in every configuration: more people read a log than the register.
/// </summary>
public static class LogSettings
{
    private static readonly string[] Revealing =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics", // whole URLs (turned off completely, it would start no trace)
        "Microsoft.EntityFrameworkCore.Database.Command", // SQL
        "Npgsql.Command", // SQL
    ];

    /// <summary>Warns that keys in the database are not encrypted. They protect only the snapshots in ETags.</summary>
    private const string KeyRing = "Microsoft.AspNetCore.DataProtection";

    /// <summary>Logs each request that took too long with a stack; <see cref="ProblemHandler"/> logs it in one line.</summary>
    private const string Timeouts = "Microsoft.AspNetCore.Http.Timeouts";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(KeyRing, LogLevel.Error);
        builder.Logging.AddFilter(Timeouts, LogLevel.Error);
        ServerLog.AddTo(builder.Services);

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
        Array.ForEach(Revealing, category => builder.Logging.AddFilter(category, LogLevel.Critical));
    }
}
