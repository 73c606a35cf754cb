using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PartnershipTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Evidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "trips",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_disputed",
                table: "trips",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_hearsay",
                table: "trips",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_unsupported",
                table: "trips",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "trips",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "positions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "positions",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "has_disputed",
                table: "people",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_hearsay",
                table: "people",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_unsupported",
                table: "people",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "meetings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_disputed",
                table: "meetings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_hearsay",
                table: "meetings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_unsupported",
                table: "meetings",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "meetings",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "meeting_participants",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "meeting_participants",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "meeting_areas",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "meeting_areas",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "collaborations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_disputed",
                table: "collaborations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_hearsay",
                table: "collaborations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "has_unsupported",
                table: "collaborations",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "collaborations",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<bool>(
                name: "disputed",
                table: "collaboration_stages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "support",
                table: "collaboration_stages",
                type: "text",
                nullable: false,
                defaultValue: "none");

            migrationBuilder.Sql("UPDATE people SET has_unsupported = EXISTS (SELECT FROM positions WHERE person_id = people.id)");

            migrationBuilder.CreateTable(
                name: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    url = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    retrieved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reliability = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: true),
                    length = table.Column<int>(type: "integer", nullable: true),
                    has_text = table.Column<bool>(type: "boolean", nullable: false),
                    retracted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retraction_reason = table.Column<string>(type: "text", nullable: true),
                    published_earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    published_edtf = table.Column<string>(type: "text", nullable: true),
                    published_latest = table.Column<DateOnly>(type: "date", nullable: true),
                    publisher_en = table.Column<string>(type: "text", nullable: true),
                    publisher_ko = table.Column<string>(type: "text", nullable: true),
                    title_en = table.Column<string>(type: "text", nullable: true),
                    title_ko = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sources", x => x.id);
                    table.CheckConstraint("ck_sources_published", "published_earliest <= published_latest");
                    table.CheckConstraint("ck_sources_publisher", "num_nonnulls(publisher_ko, publisher_en) > 0");
                    table.CheckConstraint("ck_sources_reliability", "reliability IN ('A', 'B', 'C', 'D', 'E', 'F')");
                    table.CheckConstraint("ck_sources_text", "num_nulls(sha256, length) IN (0, 2) AND (sha256 IS NOT NULL OR NOT has_text)");
                    table.CheckConstraint("ck_sources_title", "num_nonnulls(title_ko, title_en) > 0");
                });

            migrationBuilder.CreateTable(
                name: "citations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_type = table.Column<string>(type: "text", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    area_id = table.Column<string>(type: "text", nullable: true),
                    collaboration_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stage_id = table.Column<Guid>(type: "uuid", nullable: true),
                    trip_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<string>(type: "text", nullable: true),
                    position_id = table.Column<Guid>(type: "uuid", nullable: true),
                    start = table.Column<int>(type: "integer", nullable: true),
                    end = table.Column<int>(type: "integer", nullable: true),
                    quote = table.Column<string>(type: "text", nullable: true),
                    verified = table.Column<bool>(type: "boolean", nullable: false),
                    stance = table.Column<string>(type: "text", nullable: false),
                    modality = table.Column<string>(type: "text", nullable: false),
                    translation = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    retracted = table.Column<bool>(type: "boolean", nullable: false),
                    confidentiality = table.Column<string>(type: "text", nullable: false),
                    readers = table.Column<List<string>>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_citations", x => x.id);
                    table.CheckConstraint("ck_citations_confidentiality", "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");
                    table.CheckConstraint("ck_citations_modality", "modality IN ('stated', 'quoted', 'hearsay', 'plan', 'interpretation', 'forecast')");
                    table.CheckConstraint("ck_citations_part", "num_nonnulls(participant_id, area_id, stage_id, position_id) <= 1");
                    table.CheckConstraint("ck_citations_passage", "num_nonnulls(start, quote) > 0 AND (NOT verified OR num_nulls(start, quote) = 0)");
                    table.CheckConstraint("ck_citations_root", "num_nonnulls(meeting_id, collaboration_id, trip_id, person_id) = 1");
                    table.CheckConstraint("ck_citations_span", "num_nulls(start, \"end\") IN (0, 2) AND start >= 0 AND \"end\" > start");
                    table.CheckConstraint("ck_citations_stance", "stance IN ('supports', 'contradicts')");
                    table.CheckConstraint("ck_citations_target_type", "target_type IN ('meeting', 'participant', 'area_link', 'collaboration', 'stage', 'trip', 'position')");
                    table.ForeignKey(
                        name: "fk_citations_collaborations_collaboration_id",
                        column: x => x.collaboration_id,
                        principalTable: "collaborations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_meeting_areas_meeting_id_area_id",
                        columns: x => new { x.meeting_id, x.area_id },
                        principalTable: "meeting_areas",
                        principalColumns: new[] { "meeting_id", "area_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_participant_participant_id",
                        column: x => x.participant_id,
                        principalTable: "meeting_participants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_position_position_id",
                        column: x => x.position_id,
                        principalTable: "positions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_stage_entry_stage_id",
                        column: x => x.stage_id,
                        principalTable: "collaboration_stages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_citations_trips_trip_id",
                        column: x => x.trip_id,
                        principalTable: "trips",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "source_texts",
                columns: table => new
                {
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_texts", x => x.source_id);
                    table.ForeignKey(
                        name: "fk_source_texts_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_trips_support",
                table: "trips",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_positions_support",
                table: "positions",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_has_disputed",
                table: "meetings",
                column: "has_disputed",
                filter: "has_disputed");

            migrationBuilder.AddCheckConstraint(
                name: "ck_meetings_support",
                table: "meetings",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_meeting_participants_support",
                table: "meeting_participants",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_meeting_areas_support",
                table: "meeting_areas",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_collaborations_support",
                table: "collaborations",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_collaboration_stages_support",
                table: "collaboration_stages",
                sql: "support IN ('none', 'hearsay', 'stated')");

            migrationBuilder.CreateIndex(
                name: "ix_citations_collaboration_id",
                table: "citations",
                column: "collaboration_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_external_id",
                table: "citations",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_citations_meeting_id_area_id",
                table: "citations",
                columns: new[] { "meeting_id", "area_id" });

            migrationBuilder.CreateIndex(
                name: "ix_citations_participant_id",
                table: "citations",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_person_id",
                table: "citations",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_position_id",
                table: "citations",
                column: "position_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_source_id_start",
                table: "citations",
                columns: new[] { "source_id", "start" });

            migrationBuilder.CreateIndex(
                name: "ix_citations_stage_id",
                table: "citations",
                column: "stage_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_trip_id",
                table: "citations",
                column: "trip_id");

            migrationBuilder.CreateIndex(
                name: "ix_citations_updated_at_id",
                table: "citations",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sources_external_id",
                table: "sources",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sources_sha256",
                table: "sources",
                column: "sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sources_updated_at_id",
                table: "sources",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sources_url",
                table: "sources",
                column: "url",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "citations");

            migrationBuilder.DropTable(
                name: "source_texts");

            migrationBuilder.DropTable(
                name: "sources");

            migrationBuilder.DropCheckConstraint(
                name: "ck_trips_support",
                table: "trips");

            migrationBuilder.DropCheckConstraint(
                name: "ck_positions_support",
                table: "positions");

            migrationBuilder.DropIndex(
                name: "ix_meetings_has_disputed",
                table: "meetings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_meetings_support",
                table: "meetings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_meeting_participants_support",
                table: "meeting_participants");

            migrationBuilder.DropCheckConstraint(
                name: "ck_meeting_areas_support",
                table: "meeting_areas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_collaborations_support",
                table: "collaborations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_collaboration_stages_support",
                table: "collaboration_stages");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "trips");

            migrationBuilder.DropColumn(
                name: "has_disputed",
                table: "trips");

            migrationBuilder.DropColumn(
                name: "has_hearsay",
                table: "trips");

            migrationBuilder.DropColumn(
                name: "has_unsupported",
                table: "trips");

            migrationBuilder.DropColumn(
                name: "support",
                table: "trips");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "positions");

            migrationBuilder.DropColumn(
                name: "support",
                table: "positions");

            migrationBuilder.DropColumn(
                name: "has_disputed",
                table: "people");

            migrationBuilder.DropColumn(
                name: "has_hearsay",
                table: "people");

            migrationBuilder.DropColumn(
                name: "has_unsupported",
                table: "people");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "has_disputed",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "has_hearsay",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "has_unsupported",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "support",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "meeting_participants");

            migrationBuilder.DropColumn(
                name: "support",
                table: "meeting_participants");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "meeting_areas");

            migrationBuilder.DropColumn(
                name: "support",
                table: "meeting_areas");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "collaborations");

            migrationBuilder.DropColumn(
                name: "has_disputed",
                table: "collaborations");

            migrationBuilder.DropColumn(
                name: "has_hearsay",
                table: "collaborations");

            migrationBuilder.DropColumn(
                name: "has_unsupported",
                table: "collaborations");

            migrationBuilder.DropColumn(
                name: "support",
                table: "collaborations");

            migrationBuilder.DropColumn(
                name: "disputed",
                table: "collaboration_stages");

            migrationBuilder.DropColumn(
                name: "support",
                table: "collaboration_stages");
        }
    }
}
