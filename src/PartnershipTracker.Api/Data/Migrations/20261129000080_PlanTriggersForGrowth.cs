using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Lets triggers find rows by index from the first row on. PostgreSQL keeps the plan of a trigger's statement for the session; made while a
/// table is small, it reads the whole table for each row of an import that makes it large.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000080_PlanTriggersForGrowth")]
public sealed class PlanTriggersForGrowth : Migration
{
    private static readonly string[] Functions =
    [
        "take_key", "release_key", "keep_key", "refuse_cycle", "keep_search_names", "keep_meeting_organizations",
        "keep_area_link_organizations", "keep_facets_of_meeting", "keep_facets_of_organization", "keep_facets_of_area",
        "guard_citation_label", "guard_participant_side",
    ];

    protected override void Up(MigrationBuilder migrationBuilder) => Array.ForEach(
        Functions, function => migrationBuilder.Sql($"ALTER FUNCTION {function}() SET enable_seqscan = off"));

    protected override void Down(MigrationBuilder migrationBuilder) => Array.ForEach(
        Functions, function => migrationBuilder.Sql($"ALTER FUNCTION {function}() RESET enable_seqscan"));
}
