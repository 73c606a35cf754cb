using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Gives existing meetings the keys of their organizations and areas, in short transactions beside traffic: a million rows take minutes. If
/// it ends early, the next run goes on where it ended.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261201000011_FillMeetingKeys")]
public sealed class FillMeetingKeys : Migration
{
    /// <summary>Writes the images as they are, so that the trigger runs.</summary>
    public const string ExistingMeetings =
        """
        DO $$
        DECLARE last uuid := '00000000-0000-0000-0000-000000000000';
        BEGIN
            WHILE last IS NOT NULL LOOP
                WITH
                    batch AS (SELECT id FROM meetings WHERE id > last ORDER BY id LIMIT 1000),
                    filled AS (
                        UPDATE meetings SET image = image
                        WHERE id IN (SELECT id FROM batch) AND image IS NOT NULL AND organization_keys IS NULL)
                SELECT (SELECT id FROM batch ORDER BY id DESC LIMIT 1) INTO last;
                COMMIT;
            END LOOP;
        END $$;
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ExistingMeetings, suppressTransaction: true);

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // the migration before drops the columns
    }
}
