using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Data;

/// <summary>The pooled contexts, each of which serves many callers in turn.</summary>
public sealed class ContextPoolTests(PrincipalsApp app) : IClassFixture<PrincipalsApp>
{
    [Fact]
    public async Task No_caller_outlives_its_request()
    {
        var first = await Use(Become("public"));

        await UseAgain(first, Become("restricted"));

        Assert.Throws<InvalidOperationException>(() => first.Caller);
        await Assert.ThrowsAnyAsync<Exception>(() => first.Meetings.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_that_a_request_sets_on_its_context_outlives_it()
    {
        var (timeout, database) = (0, "");
        var first = await Use(db =>
        {
            (timeout, database) = (db.Database.GetCommandTimeout() ?? 0, db.Database.GetConnectionString()!);
            db.Database.SetCommandTimeout(77);
            db.Companies.Load();
        });

        await UseAgain(first, db =>
        {
            Assert.Equal((timeout, database), (db.Database.GetCommandTimeout() ?? 0, db.Database.GetConnectionString()));
            Assert.False(db.Database.AutoSavepointsEnabled);
            Assert.Empty(db.ChangeTracker.Entries());
        });
    }

    [Fact]
    public async Task The_context_of_a_job_has_the_connections_for_jobs_and_is_not_pooled()
    {
        var connections = app.Services.GetRequiredService<DatabaseConnections>();
        var ofJob = await Use(
            db => Assert.Equal(connections.Jobs, db.Database.GetConnectionString()),
            scope => scope.GetRequiredService<DatabaseScope>().IsJob = true);
        var ofRequest = await Use(db => Assert.Equal(connections.Requests, db.Database.GetConnectionString()));

        Assert.NotSame(ofJob, ofRequest);
    }

    [Fact]
    public async Task Concurrent_requests_of_different_callers_see_what_each_of_them_may_see()
    {
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var rank = number % PrincipalsApp.Levels.Length;
            var answer = await app.As(PrincipalsApp.Levels[rank], HttpMethod.Get, "meetings?company=openai&limit=200", null);
            var seen = answer.Is(HttpStatusCode.OK).Each("id");

            Assert.Equal(
                PrincipalsApp.Levels.Select((_, other) => other <= rank),
                PrincipalsApp.Levels.Select(level => seen.Contains(app.Meetings[level])));
        });
    }

    private static Action<TrackerDb> Become(string clearance) => db =>
        db.Caller.Become(CallerKind.ApiKey, clearance, Scopes.All, Enum.Parse<Confidentiality>(clearance, ignoreCase: true));

    /// <summary>Uses the contexts of scopes until the pool has lent one again.</summary>
    private async Task UseAgain(TrackerDb first, Action<TrackerDb> use)
    {
        for (var scopes = 0; await Use(use) != first; scopes++)
        {
            Assert.True(scopes < 100, "The pool does not lend the context again.");
        }
    }

    /// <summary>Uses the context of a scope, and returns it after the end of the scope.</summary>
    private async Task<TrackerDb> Use(Action<TrackerDb> use, Action<IServiceProvider>? begin = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        begin?.Invoke(scope.ServiceProvider);
        var db = scope.ServiceProvider.GetRequiredService<TrackerDb>();
        Assert.Same(scope.ServiceProvider.GetRequiredService<Caller>(), db.Caller);
        use(db);

        return db;
    }
}
