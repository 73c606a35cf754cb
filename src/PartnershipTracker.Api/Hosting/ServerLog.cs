using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Loggers without one event of Kestrel: after the answer, the rest of a body could not be read. Kestrel logs it as an error with a stack,
/// although a client caused it. A filter by category would hide the errors of the application that have the same category.
/// </summary>
public sealed class ServerLog(LoggerFactory loggers) : ILoggerFactory
{
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Unreadable = "RequestBodyDrainBodyReaderInvalidState";

    public static void AddTo(IServiceCollection services) =>
        services.AddSingleton<LoggerFactory>().Replace(ServiceDescriptor.Singleton<ILoggerFactory, ServerLog>());

    public ILogger CreateLogger(string categoryName)
    {
        var logger = loggers.CreateLogger(categoryName);

        return categoryName.StartsWith(Server, StringComparison.Ordinal) ? new Filtered(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();

    private sealed class Filtered(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name is not Unreadable)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
