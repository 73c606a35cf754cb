using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Operations;

/// <summary>
/// What a job does: with the services of a scope of its own, in which the caller and the reason are those of the request.
/// </summary>
/// <returns>How it ended; null where it has said so in its own transaction.</returns>
public delegate Task<JobEnd?> JobWork(IServiceProvider services, Job job, CancellationToken cancellation);

/// <summary>The jobs that run in this process: a few at a time, and none beyond its end.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, DatabaseConnections connections, TimeProvider clock, ILogger<JobRunner> log)
    : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Guid, Task> _running = new();
    private readonly SemaphoreSlim _places = new(DatabaseConnections.MaxJobs);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins what a committed operation says.</summary>
    /// <param name="id">The operation.</param>
    /// <param name="asked">The services of the request, whose caller it goes on as.</param>
    /// <param name="work">What to do.</param>
    public Task Start(Guid id, IServiceProvider asked, JobWork work)
    {
        var scope = scopes.CreateAsyncScope();
        var (services, culture) = (scope.ServiceProvider, CultureInfo.CurrentUICulture);
        services.GetRequiredService<TrackerDb>().Database.SetConnectionString(connections.Jobs);
        services.GetRequiredService<Caller>().Become(asked.GetRequiredService<Caller>());
        services.GetRequiredService<ChangeContext>().Reason = asked.GetRequiredService<ChangeContext>().Reason;
        services.GetRequiredService<RequestOrigin>().CopyFrom(asked.GetRequiredService<RequestOrigin>());
        using var apart = ExecutionContext.SuppressFlow(); // what the request leaves behind is not the job's
        var run = Task.Run(() => Run(id, scope, culture, work), CancellationToken.None);
        _running[id] = run;
        _ = run.ContinueWith(_ => _running.TryRemove(id, out var _), TaskScheduler.Default);

        return run;
    }

    /// <summary>The job of an operation, as far as it is in this process; else it has ended here.</summary>
    public Task Find(Guid id) => _running.GetValueOrDefault(id, Task.CompletedTask);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whatever runs is broken off, and says so.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _places.Dispose();
    }

    private async Task Run(Guid id, AsyncServiceScope scope, CultureInfo culture, JobWork work)
    {
        CultureInfo.CurrentUICulture = culture;

        try
        {
            await using var held = scope;
            await using var job = await Job.Begin(connections.Tracker, id, clock, CancellationToken.None);

            if (job is not null && await Do(scope.ServiceProvider, job, work) is { } end)
            {
                await job.End(end, clock.Now());
            }
        }
        catch (Exception e)
        {
            LogLost(log, e, id); // it could not even say so: whoever asks next finds that nobody works on it
        }
    }

    private async Task<JobEnd?> Do(IServiceProvider services, Job job, JobWork work)
    {
        try
        {
            await _places.WaitAsync(_stop.Token);

            try
            {
                return await work(services, job, _stop.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception e)
        {
            var code = _stop.IsCancellationRequested ? "interrupted" : ProblemHandler.Explain(e).Code;
            LogFailed(log, e, job.Id, code);

            return new(code, null);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Operation {Id} failed: {Code}")]
    private static partial void LogFailed(ILogger log, Exception exception, Guid id, string code);

    [LoggerMessage(LogLevel.Error, "Operation {Id} was lost")]
    private static partial void LogLost(ILogger log, Exception exception, Guid id);
}
