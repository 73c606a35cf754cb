using System.Collections.Concurrent;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Operations;

/// <summary>The work of a job, in one transaction. It is run again if that transaction conflicts with another one.</summary>
/// <param name="Input">The input, which is disposed of at the end of the job; null: none.</param>
/// <param name="Run">
/// The work, with the services of its own scope, whose caller and reason are those of the request. It returns the end of the job, or null
/// where it has recorded the end in its own transaction.
/// </param>
public sealed record JobWork(IAsyncDisposable? Input, Func<IServiceProvider, Job, CancellationToken, Task<JobEnd?>> Run);

/// <summary>The jobs of this process, a few of which run at a time. They end with the process.</summary>
public sealed partial class JobRunner(
    IServiceScopeFactory scopes, DatabaseConnections connections, TimeProvider clock, ILogger<JobRunner> log)
    : IHostedService, IDisposable
{
    /// <summary>The number of times that the work is run before a conflict with another transaction ends the job.</summary>
    private const int MaxRuns = 3;

    private readonly ConcurrentDictionary<Guid, Task> _running = new();
    private readonly SemaphoreSlim _slots = new(DatabaseConnections.MaxJobs);
    private readonly CancellationTokenSource _stop = new();
    private bool _isDisposed;

    /// <summary>Starts the work of a committed operation.</summary>
    /// <param name="id">The operation.</param>
    /// <param name="request">The services of the request, whose caller, reason and origin the job keeps.</param>
    /// <param name="work">The work.</param>
    public Task Start(Guid id, IServiceProvider request, JobWork work)
    {
        var (scope, culture) = (CreateScope(request), CultureInfo.CurrentUICulture);
        using var apart = ExecutionContext.SuppressFlow(); // the job must not see what flows with the request
        var run = Task.Run(() => Run(id, scope, culture, work), CancellationToken.None);
        _running[id] = run;
        _ = run.ContinueWith(_ => _running.TryRemove(id, out var _), TaskScheduler.Default);

        return run;
    }

    /// <summary>Returns the job of an operation; a completed task where it does not run in this process.</summary>
    public Task Find(Guid id) => _running.GetValueOrDefault(id, Task.CompletedTask);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Cancels the running jobs, which end as <c>interrupted</c>. A host that could not start is disposed of first.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_isDisposed)
        {
            await _stop.CancelAsync();
        }

        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _stop.Cancel(); // for jobs that StopAsync has not waited for

        if (_running.IsEmpty)
        {
            _stop.Dispose();
            _slots.Dispose();
        }
    }

    private AsyncServiceScope CreateScope(IServiceProvider request)
    {
        var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<DatabaseScope>().IsJob = true; // before the scope's first context
        services.GetRequiredService<Caller>().Become(request.GetRequiredService<Caller>());
        services.GetRequiredService<ChangeContext>().Reason = request.GetRequiredService<ChangeContext>().Reason;
        services.GetRequiredService<RequestOrigin>().CopyFrom(request.GetRequiredService<RequestOrigin>());

        return scope;
    }

    private async Task Run(Guid id, AsyncServiceScope scope, CultureInfo culture, JobWork work)
    {
        CultureInfo.CurrentUICulture = culture;

        try
        {
            await using var held = scope;
            await using var input = work.Input;
            await using var job = await Job.Begin(connections.Direct, id, clock, CancellationToken.None);

            if (job is not null && await Do(scope.ServiceProvider, job, work) is { } end)
            {
                await job.End(end, clock.Now());
            }
        }
        catch (Exception e)
        {
            LogLost(log, e, id); // its end could not be recorded: the next GET finds it abandoned
        }
    }

    private async Task<JobEnd?> Do(IServiceProvider services, Job job, JobWork work)
    {
        try
        {
            await _slots.WaitAsync(_stop.Token);

            try
            {
                return await Repeat(services, job, work);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception e)
        {
            var code = _stop.IsCancellationRequested ? "interrupted" : ProblemHandler.Explain(e).Code;
            LogFailed(log, code is "internal_error" ? e : null, job.Id, code);

            return new(code, null);
        }
    }

    private async Task<JobEnd?> Repeat(IServiceProvider services, Job job, JobWork work)
    {
        for (var run = 1; ; run++)
        {
            await using var scope = CreateScope(services); // with a new context, which has nothing of the last run

            try
            {
                return await work.Run(scope.ServiceProvider, job, _stop.Token);
            }
            catch (Exception e) when (run < MaxRuns && ProblemHandler.Explain(e).Code is "conflict")
            {
                LogRepeated(log, job.Id, run);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Operation {Id} conflicted with another transaction in run {Run}, and is repeated")]
    private static partial void LogRepeated(ILogger log, Guid id, int run);

    [LoggerMessage(LogLevel.Warning, "Operation {Id} failed: {Code}")]
    private static partial void LogFailed(ILogger log, Exception? exception, Guid id, string code);

    [LoggerMessage(LogLevel.Error, "Operation {Id} was lost")]
    private static partial void LogLost(ILogger log, Exception exception, Guid id);
}
