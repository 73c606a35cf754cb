using System.Security.Cryptography;
using Npgsql;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Feeds;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Erasure;

/// <summary>The effect of an erasure.</summary>
/// <param name="Id">The key that the person has now.</param>
/// <param name="Counts">The numbers of rows by what was done with them.</param>
/// <param name="Texts">The free texts that contain the former key or a former name. An analyst must decide about them.</param>
public sealed record ErasureReport(string Id, IReadOnlyList<(string Rows, int Count)> Counts, IReadOnlyList<NamingText> Texts);

/// <summary>
/// The erasure of a person's data. In one transaction, the key, the names and the titles become a random text in every table and in the
/// logs, which only the owner of the tables can alter. What shows the person gets a new version like after any other change.
/// </summary>
public sealed class PersonErasure
{
    private const string Reason = "Personal data erased.";

    /// <summary>The tables in which nothing may be written meanwhile: a late row could contain the person.</summary>
    private const string Locked =
        "people, positions, trips, meetings, meeting_participants, citations, feeds, operations, import_rows, "
        + "stored_answers, changes, audit";

    /// <summary>The attempts to lock all tables. Each ends before PostgreSQL looks for deadlocks, so that no writer is refused.</summary>
    private const int MaxAttempts = 100;

    private readonly TrackerDb _db;
    private readonly LockedRoots _roots;
    private readonly ChangeWriter _writer;
    private readonly string _key;
    private readonly string _erased = $"erased-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
    private readonly List<(string Rows, int Count)> _counts = [];

    private PersonErasure(TrackerDb db, LockedRoots roots, ChangeWriter writer, string key) =>
        (_db, _roots, _writer, _key) = (db, roots, writer, key);

    /// <summary>Erases the data of a person, who may be deleted already; a 404 when there never was such a person.</summary>
    /// <param name="connections">The connections, of which the owner's is used.</param>
    /// <param name="services">The services of a scope with a caller.</param>
    /// <param name="key">The key of the person.</param>
    /// <param name="isDryRun">True to undo everything at the end: the report then says what would be done.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static async Task<ErasureReport> Run(
        DatabaseConnections connections, IServiceProvider services, string key, bool isDryRun, CancellationToken cancellation)
    {
        await using var db = await connections.OpenAsOwner(cancellation);
        db.Database.SetCommandTimeout(0);
        await using var work = await Lock(db, cancellation);
        await using var noHooks = new ServiceCollection().BuildServiceProvider(); // evidence and labels stay as they are
        var (caller, clock) = (services.GetRequiredService<Caller>(), services.GetRequiredService<TimeProvider>());
        var audit = new AuditWriter(db, caller, services.GetRequiredService<RequestOrigin>(), clock);
        var writer = new ChangeWriter(
            db, new ChangeContext(caller) { Reason = Reason }, services.GetRequiredService<AccessPolicy>(), audit, clock,
            services.GetRequiredService<ResourceNouns>(), noHooks);
        var report = await new PersonErasure(db, new LockedRoots(db, noHooks), writer, key).Erase(cancellation);

        if (report.Counts is [(_, 0), ..])
        {
            var version = await db.LastVersion("people", report.Id, cancellation);
            db.Add(audit.ChangeEntry("people", report.Id, version, AccessLabel.Of(report), clock.Now())); // no row of the person changed
            await db.SaveChangesAsync(cancellation);
        }

        if (!isDryRun)
        {
            await work.Commit();
        }

        return report;
    }

    /// <summary>Locks the tables against writing, and lifts the protection of the logs until the end of the transaction.</summary>
    private static async Task<UnitOfWork> Lock(TrackerDb db, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var work = await UnitOfWork.Begin(db, cancellation);

            try
            {
                await db.Database.ExecuteSqlRawAsync(
                    $"""
                    SET LOCAL lock_timeout = '500ms';
                    LOCK TABLE {Locked} IN EXCLUSIVE MODE;
                    SET LOCAL lock_timeout = 0;
                    ALTER TABLE changes DISABLE TRIGGER keep_rows;
                    ALTER TABLE audit DISABLE TRIGGER keep_rows;
                    ALTER TABLE import_rows DISABLE TRIGGER keep_rows;
                    """,
                    cancellation);

                return work;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable && attempt < MaxAttempts)
            {
                await work.DisposeAsync();
            }
        }
    }

    private async Task<ErasureReport> Erase(CancellationToken cancellation)
    {
        var names = await Names(cancellation);

        if (names is [])
        {
            throw new ProblemException("not_found");
        }

        var patterns = NamingTexts.Patterns(_key, names);
        await EraseRows(cancellation);
        await EraseLogs(patterns, cancellation);
        await _db.Database.ExecuteSqlRawAsync(
            """
            ALTER TABLE changes ENABLE TRIGGER keep_rows;
            ALTER TABLE audit ENABLE TRIGGER keep_rows;
            ALTER TABLE import_rows ENABLE TRIGGER keep_rows;
            UPDATE change_log SET mark = gen_random_uuid(); -- copies read everything again
            """,
            cancellation);

        return new(_erased, _counts, await NamingTexts.Find(_db, patterns, cancellation));
    }

    /// <summary>Returns all names that the person has or ever had; none when there never was such a person.</summary>
    private Task<List<string>> Names(CancellationToken cancellation) => _db.Database.SqlQuery<string>(
        $"""
        SELECT DISTINCT name AS "Value" FROM (
            SELECT unnest(ARRAY[name_ko, name_en] || aliases || weak_aliases) AS name FROM people WHERE id = {_key}
            UNION ALL
            SELECT unnest(ARRAY[image -> 'name' ->> 'ko', image -> 'name' ->> 'en'] || ARRAY(
                SELECT alias ->> 'name' FROM json_array_elements(image -> 'aliases') alias)) AS name
            FROM changes WHERE resource = 'people' AND resource_id = {_key}) names
        WHERE name IS NOT NULL
        """).ToListAsync(cancellation);

    /// <summary>
    /// Moves the person to the new key, and everything that refers to the person. The key of a row never changes, so there is a new row,
    /// and the triggers keep the names for searches and the list of keys.
    /// </summary>
    private async Task EraseRows(CancellationToken cancellation)
    {
        var columns = string.Join(", ", _db.Model.FindEntityType(typeof(Person))!.GetFlattenedProperties()
            .Where(p => p.GetComputedColumnSql() is null && !p.IsPrimaryKey()).Select(p => p.GetColumnName()));
#pragma warning disable EF1002 // the names of the columns come from the model
        await _db.Database.ExecuteSqlRawAsync(
            $$"""
            INSERT INTO people (id, {{columns}}) SELECT {1}, {{columns}} FROM people WHERE id = {0};
            UPDATE positions SET person_id = {1} WHERE person_id = {0};
            """,
            [_key, _erased], cancellation);
#pragma warning restore EF1002

        await Adjust<Person, PersonResponse>(_db.People.Where(p => p.Id == _erased).Select(p => p.Id), person =>
        {
            (person.Name, person.Aliases, person.WeakAliases, person.AliasEnds) = (Erased(person.Name), [], [], []);
            person.Positions.ForEach(p => p.Title = Erased(p.Title));
        });
        await Adjust<Trip, TripResponse>(
            _db.Trips.Where(t => t.TravellerId == _key).Select(t => t.Id.ToString()), trip => trip.TravellerId = _erased);
        await Adjust<Meeting, MeetingResponse>(
            _db.Meetings.Where(m => m.Participants.Any(p => p.PersonId == _key)).Select(m => m.Id.ToString()),
            meeting => meeting.Participants.FindAll(p => p.PersonId == _key)
                .ForEach(p => (p.PersonId, p.StatedTitle) = (_erased, p.StatedTitle is null ? null : _erased)));
        await Adjust<Citation, CitationResponse>(
            _db.Citations.Where(c => c.PersonId == _key).Select(c => c.Id.ToString()), citation => citation.PersonId = _erased);
        await Adjust<Feed, FeedResponse>(
            _db.Feeds.Where(f => f.Query!.Contains(_key)).Select(f => f.Id),
            feed => feed.Query = NamingTexts.Replace(feed.Query!, NamingTexts.Whole(_key), _erased));
        await _db.Database.ExecuteSqlAsync($"DELETE FROM people WHERE id = {_key}", cancellation);

        async Task Adjust<T, TResponse>(IQueryable<string> ids, Action<T> change)
            where T : Root, IResource
            where TResponse : IFrom<T, TResponse>
        {
            var roots = await _roots.LoadHidden<T>(await ids.ToListAsync(cancellation), cancellation);
            var versions = roots.Sum(r => r.Version);
            await _writer.Adjust<T, TResponse>(roots, change, cancellation);
            _counts.Add((T.Resource, roots.Sum(r => r.Version) - versions));
            _db.ChangeTracker.Clear();
        }
    }

    private LocalizedText Erased(LocalizedText text) => new(text.Ko is null ? null : _erased, text.En is null ? null : _erased);

    private async Task EraseLogs(string[] patterns, CancellationToken cancellation)
    {
        var past = new PastRows(_db, _key, _erased, patterns);
        _counts.Add(("versions in the change log", await past.EraseChanges(cancellation)));
        _counts.Add(("entries of the audit", await _db.Database.ExecuteSqlAsync(
            $"UPDATE audit SET resource_id = {_erased} WHERE resource = 'people' AND resource_id = {_key}", cancellation)));
        _counts.Add(("results of imports", await past.EraseResults(cancellation)));
        _counts.Add(("rows of imports", await past.EraseRows(cancellation)));
        _counts.Add(("stored answers", await _db.StoredAnswers.ExecuteDeleteAsync(cancellation))); // encrypted, so any may show the person
    }
}
