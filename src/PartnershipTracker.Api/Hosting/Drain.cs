using System.Runtime.InteropServices;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Leaving without hanging up on anybody: first it says that it is not ready and serves on, while whoever sends it requests notices; then
/// it takes no more, answers those that it has, and ends. A second signal skips the waiting.
/// </summary>
public sealed partial class Drain : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TimeSpan _wait;
    private readonly TimeProvider _clock;
    private readonly ILogger<Drain> _log;
    private int _told;

    public Drain(TimeSpan wait, TimeProvider clock, ILogger<Drain> log)
    {
        (_wait, _clock, _log) = (wait, clock, log);

        if (wait > TimeSpan.Zero)
        {
            _signals.AddRange(new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(s => PosixSignalRegistration.Create(s, OnSignal)));
        }
    }

    public bool IsOn { get; private set; }

    /// <summary>Whoever is still served is asked not to come back on this connection.</summary>
    public Task Release(HttpContext context, RequestDelegate next)
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

    /// <summary>Comes before the server stops listening.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsOn = true;
        LogDraining(_log, _wait.TotalSeconds);

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_hurry.Token, cancellationToken);
            await Task.Delay(_wait, _clock, either.Token);
        }
        catch (OperationCanceledException)
        {
            // told to hurry
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
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _told) > 1)
        {
            _hurry.Cancel();
        }
    }

    [LoggerMessage(LogLevel.Information, "Told to stop: not ready any more, serving on for {Seconds} s")]
    private static partial void LogDraining(ILogger log, double seconds);
}

public static class Draining
{
    public const string Seconds = "Shutdown:DrainSeconds";

    /// <summary>How long requests that are being answered may take after that.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(30);

    public static void AddDrain(this WebApplicationBuilder builder)
    {
        var wait = TimeSpan.FromSeconds(builder.Configuration.Number(Seconds, builder.Environment.IsDevelopment() ? 0 : 5));
        builder.Services.AddSingleton(services => new Drain(
            wait, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Drain>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = wait + InFlight);
    }
}
