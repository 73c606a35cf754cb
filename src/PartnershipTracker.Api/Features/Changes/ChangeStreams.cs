using System.Diagnostics.Metrics;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Features.Changes;

/// <summary>The open streams of the process, which are limited.</summary>
public sealed class ChangeStreams
{
    private readonly int _max;
    private int _open;

    public ChangeStreams(LimitSettings settings, Meter meter)
    {
        _max = settings.ChangeStreams;
        meter.CreateObservableGauge(
            "partnershiptracker.feed.streams", () => Volatile.Read(ref _open), "{stream}", "The open streams of changes.");
    }

    /// <summary>Takes a place until the request ends, or refuses the request.</summary>
    public void Enter(HttpContext http)
    {
        if (Interlocked.Increment(ref _open) > _max)
        {
            Interlocked.Decrement(ref _open);

            throw new ProblemException("too_many_streams");
        }

        http.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _open);

            return Task.CompletedTask;
        });
    }
}
