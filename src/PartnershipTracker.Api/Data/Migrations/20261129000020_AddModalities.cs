using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the modalities of the support of meetings, trips and collaborations, the strongest first, and fills them from the citations in
/// force. The column <c>has_hearsay</c>, which they replace, stays for processes of the former release that serve on during the upgrade.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000020_AddModalities")]
public sealed class AddModalities : Migration
{
    private static readonly (string Table, string Fact)[] Facts =
        [("meetings", "meeting"), ("trips", "trip"), ("collaborations", "collaboration")];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var (table, fact) in Facts)
        {
            migrationBuilder.Sql(
                $$"""
                ALTER TABLE {{table}} ADD modalities text[] NOT NULL DEFAULT '{}';
                UPDATE {{table}} SET modalities = cited.modalities
                FROM (
                    SELECT {{fact}}_id AS id, array_agg(modality ORDER BY array_position(
                        ARRAY['stated', 'quoted', 'interpretation', 'hearsay', 'plan', 'forecast'], modality)) AS modalities
                    FROM (
                        SELECT DISTINCT {{fact}}_id, modality FROM citations
                        WHERE target_type = '{{fact}}' AND stance = 'supports' AND NOT retracted) supporting
                    GROUP BY {{fact}}_id) cited
                WHERE cited.id = {{table}}.id;
                """);
        }

        migrationBuilder.Sql("CREATE INDEX ix_meetings_modality ON meetings ((modalities[1])) WHERE modalities[1] IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var (table, _) in Facts)
        {
            migrationBuilder.DropColumn("modalities", table);
        }
    }
}
