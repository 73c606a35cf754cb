using System.Net;
using Npgsql;

namespace PartnershipTracker.Tests.Features;

/// <summary>The database's own rule that a citation is never more open than its meeting, which stops nodes of earlier releases.</summary>
public sealed class CitationLabelTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Restrict = "UPDATE meetings SET confidentiality = 'restricted' WHERE id = '{0}'";

    private const string Cite =
        """
        INSERT INTO citations (
            id, source_id, target_type, meeting_id, start, "end", verified, stance, modality, retracted, confidentiality, readers, version,
            created_at, updated_at)
        SELECT gen_random_uuid(), id, 'meeting', '{0}', 1, 2, false, 'supports', 'stated', false, 'public', '{{}}', 1, now(), now()
        FROM sources LIMIT 1
        """;

    [Theory]
    [InlineData("UPDATE meetings SET confidentiality = 'restricted' WHERE id = '{0}'")]
    [InlineData("UPDATE meetings SET readers = '{{desk}}' WHERE id = '{0}'")]
    [InlineData("UPDATE citations SET confidentiality = 'public' WHERE meeting_id = '{0}'")]
    [InlineData(Cite)]
    public async Task A_citation_more_open_than_its_meeting_is_refused(string sql)
    {
        var meeting = await Meeting("internal");

        Assert.Equal("ck_citations_label", (await Refused(sql, meeting)).ConstraintName);
    }

    [Theory]
    [InlineData("'{{a,b}}'", "'{{}}'", true)]
    [InlineData("'{{a,b}}'", "'{{a,c}}'", true)]
    [InlineData("'{{a,b}}'", "'{{b}}'", false)]
    [InlineData("'{{}}'", "'{{b}}'", false)]
    public async Task The_readers_of_a_citation_are_among_those_of_its_meeting(string meetingReaders, string readers, bool isRefused)
    {
        var meeting = await Meeting("internal");
        var sql = $"WITH m AS (UPDATE meetings SET readers = {meetingReaders} WHERE id = '{{0}}') "
            + $"UPDATE citations SET readers = {readers} WHERE meeting_id = '{{0}}'";

        if (isRefused)
        {
            await Refused(sql, meeting);
        }
        else
        {
            await app.QueryAsRuntime(string.Format(null, sql, meeting) + "; SELECT 1");
        }
    }

    [Fact]
    public async Task A_citation_may_be_more_restricted_than_its_meeting_and_both_change_in_one_transaction()
    {
        var meeting = await Meeting("internal");

        await app.QueryAsRuntime($"UPDATE citations SET confidentiality = 'restricted' WHERE meeting_id = '{meeting}'; SELECT 1");
        await app.QueryAsRuntime(
            $"UPDATE meetings SET confidentiality = 'restricted' WHERE id = '{meeting}'; "
            + $"UPDATE citations SET confidentiality = 'restricted' WHERE meeting_id = '{meeting}'; SELECT 1");
    }

    /// <summary>Neither transaction sees the other's row, and each by itself keeps the rule.</summary>
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SET CONSTRAINTS ALL IMMEDIATE")]
    public async Task A_citation_and_a_change_of_its_meeting_at_the_same_time_do_not_both_succeed(string afterwards)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var meeting = await Meeting("public", isCited: false);
        await using var citing = await app.Open();
        await using var changing = await app.Open();
        await using var citation = await citing.BeginTransactionAsync(cancellation);
        await using var change = await changing.BeginTransactionAsync(cancellation);
        await Run(citing, $"{Cite}; {afterwards}");
        var changed = Run(changing, Restrict); // waits for a citation that has been checked

        var commits = await Task.WhenAll(Commit(citation, Task.CompletedTask), Commit(change, changed));

        Assert.Equal("ck_citations_label", Assert.Single(commits, commit => commit is not null));

        async Task Run(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(string.Format(null, sql, meeting), connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        async Task<string?> Commit(NpgsqlTransaction transaction, Task work)
        {
            await work;

            try
            {
                await transaction.CommitAsync(cancellation);

                return null;
            }
            catch (PostgresException refused)
            {
                return refused.ConstraintName;
            }
        }
    }

    private async Task<PostgresException> Refused(string sql, string meeting)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.QueryAsRuntime(string.Format(null, sql, meeting)));
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);

        return refused;
    }

    private async Task<string> Meeting(string confidentiality, bool isCited = true)
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = confidentiality;
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

        if (isCited)
        {
            (await app.Post("citations", TestData.Citation(id))).Is(HttpStatusCode.Created);
        }

        return id;
    }
}
