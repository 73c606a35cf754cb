namespace PartnershipTracker.Data;

public static class LastUse
{
    /// <summary>
    /// Records the time of the last use, to the minute, because a write for every read would cost more than the read. No request waits for
    /// it: neither for another request that records the same, nor for a standby, which may be unreachable while reads continue.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="id">The id of the used row in the table of <typeparamref name="T"/>.</param>
    /// <param name="last">The last use known so far.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <returns>True if the known last use was over a minute ago; it is then outdated, whichever request has recorded another.</returns>
    public static async Task<bool> NoteUse<T>(
        this TrackerDb db, object id, DateTimeOffset? last, DateTimeOffset now, CancellationToken cancellation)
        where T : class
    {
        var minuteAgo = now - TimeSpan.FromMinutes(1);

        if (last > minuteAgo)
        {
            return false;
        }

        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        var sql =
            $$"""
            WITH soon AS (SELECT set_config('synchronous_commit', 'off', true)),
                free AS (
                    SELECT t.id FROM soon, {{table}} t
                    WHERE t.id = {0} AND (t.last_used_at <= {1}) IS NOT FALSE
                    FOR UPDATE OF t SKIP LOCKED)
            UPDATE {{table}} t SET last_used_at = {2} FROM free WHERE t.id = free.id
            """;
        await db.Database.ExecuteSqlRawAsync(sql, [id, minuteAgo, now], cancellation);

        return true;
    }
}
