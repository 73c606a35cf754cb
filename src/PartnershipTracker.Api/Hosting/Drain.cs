using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Hosting;

/// <summary>
/// A shutdown that drops no request: first the application reports that it is not ready and serves on, while load balancers notice; then
/// it accepts no more, answers the requests that it has, and ends. A second signal skips the waiting.
/// </summary>
public sealed partial class Drain : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _secondSignal = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TimeSpan _wait;
    private readonly TimeProvider _clock;
    private readonly ILogger<Drain> _log;
    private int _signalCount;

    public Drain(TimeSpan wait, TimeProvider clock, ILogger<Drain> log)
    {
        (_wait, _clock, _log) = (wait, clock, log);

        if (wait > TimeSpan.Zero)
        {
            _signals.AddRange(new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(s => PosixSignalRegistration.Create(s, OnSignal)));
        }
    }

    public bool IsOn { get; private set; }

    /// <summary>Asks clients not to reuse the connection while draining.</summary>
    public Task CloseConnection(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            if (IsOn && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        });

        return next(context);
    }

    /// <summary>Waits before the server stops listening.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsOn = true;
        LogDraining(_log, _wait.TotalSeconds);

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_secondSignal.Token, cancellationToken);
            await Task.Delay(_wait, _clock, either.Token);
        }
        catch (OperationCanceledException)
        {
            // a second signal
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(s => s.Dispose());
        _secondSignal.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signalCount) > 1)
        {
            _secondSignal.Cancel();
        }
    }

    [LoggerMessage(LogLevel.Information, "Stopping: not ready any more, serving on for {Seconds} s")]
    private static partial void LogDraining(ILogger log, double seconds);
}

public sealed class DrainSettings : ISettings
{
    public static string Section => "Shutdown";

    /// <summary>The seconds of serving on; none in Development and 5 elsewhere, if not set.</summary>
    [Range(0, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int? DrainSeconds { get; init; }
}

public static class Draining
{
    /// <summary>The time for the requests that are then being answered.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(30);

    public static void AddDrain(this WebApplicationBuilder builder)
    {
        var wait = TimeSpan.FromSeconds(
            builder.AddSettings<DrainSettings>().DrainSeconds ?? (builder.Environment.IsDevelopment() ? 0 : 5));
        builder.Services.AddSingleton(services => new Drain(
            wait, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Drain>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = wait + InFlight);
    }
}
