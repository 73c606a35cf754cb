using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace PartnershipTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Rules.SearchFunctions); // generated columns of search_names call them

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    clearance = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.CheckConstraint("ck_api_keys_clearance", "clearance IN ('public', 'internal', 'confidential', 'restricted')");
                });

            migrationBuilder.CreateTable(
                name: "areas",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    parent_id = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    name_en = table.Column<string>(type: "text", nullable: true),
                    name_ko = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    weak_aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    sort_name = table.Column<string>(type: "text", nullable: false, computedColumnSql: "lower(coalesce(name_en, name_ko))", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_areas", x => x.id);
                    table.CheckConstraint("ck_areas_name", "num_nonnulls(name_ko, name_en) > 0");
                    table.ForeignKey(
                        name: "fk_areas_areas_parent_id",
                        column: x => x.parent_id,
                        principalTable: "areas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: true),
                    resource_id = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true),
                    trace_id = table.Column<string>(type: "text", nullable: false),
                    confidentiality = table.Column<string>(type: "text", nullable: false),
                    readers = table.Column<List<string>>(type: "text[]", nullable: false, defaultValueSql: "'{}'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.sequence);
                    table.CheckConstraint("ck_audit_confidentiality", "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");
                    table.CheckConstraint("ck_audit_kind", "kind IN ('change', 'read', 'refusal')");
                });

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    resource_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    image = table.Column<string>(type: "json", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    confidentiality = table.Column<string>(type: "text", nullable: false),
                    readers = table.Column<List<string>>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    transaction = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changes", x => x.sequence);
                    table.CheckConstraint("ck_changes_confidentiality", "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");
                    table.CheckConstraint("ck_changes_operation", "operation IN ('create', 'update', 'delete')");
                });

            migrationBuilder.CreateTable(
                name: "feeds",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    view = table.Column<string>(type: "text", nullable: false),
                    query = table.Column<string>(type: "text", nullable: true),
                    scope = table.Column<string>(type: "text", nullable: false),
                    clearance = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feeds", x => x.id);
                    table.CheckConstraint("ck_feeds_clearance", "clearance IN ('public', 'internal', 'confidential', 'restricted')");
                });

            migrationBuilder.CreateTable(
                name: "keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    result = table.Column<string>(type: "json", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.id);
                    table.CheckConstraint("ck_operations_state", "state IN ('running', 'succeeded', 'failed')");
                });

            migrationBuilder.CreateTable(
                name: "organizations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: true),
                    website = table.Column<string>(type: "text", nullable: true),
                    ticker = table.Column<string>(type: "text", nullable: true),
                    wikidata = table.Column<string>(type: "text", nullable: true),
                    resource = table.Column<string>(type: "text", maxLength: 13, nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: true),
                    name_ko = table.Column<string>(type: "text", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: true),
                    parent_id = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    weak_aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    sort_name = table.Column<string>(type: "text", nullable: false, computedColumnSql: "lower(coalesce(name_en, name_ko))", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organizations", x => x.id);
                    table.CheckConstraint("ck_affiliates_kind", "kind IN ('group', 'affiliate')");
                    table.CheckConstraint("ck_organizations_name", "num_nonnulls(name_ko, name_en) > 0");
                    table.ForeignKey(
                        name: "fk_organizations_organizations_parent_id",
                        column: x => x.parent_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    has_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_unsupported = table.Column<bool>(type: "boolean", nullable: false),
                    has_hearsay = table.Column<bool>(type: "boolean", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: true),
                    name_ko = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    weak_aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    sort_name = table.Column<string>(type: "text", nullable: false, computedColumnSql: "lower(coalesce(name_en, name_ko))", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                    table.CheckConstraint("ck_people_name", "num_nonnulls(name_ko, name_en) > 0");
                });

            migrationBuilder.CreateTable(
                name: "search_names",
                columns: table => new
                {
                    resource = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    letters = table.Column<string>(type: "text", nullable: false, computedColumnSql: "left(search_letters(text), 600)", stored: true),
                    initials = table.Column<string>(type: "text", nullable: false, computedColumnSql: "left(search_initials(text), 600)", stored: true),
                    name_en = table.Column<string>(type: "text", nullable: true),
                    name_ko = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_names", x => new { x.resource, x.id, x.text });
                    table.CheckConstraint("ck_search_names_kind", "kind IN ('name', 'alias', 'weak_alias')");
                    table.CheckConstraint("ck_search_names_name", "num_nonnulls(name_ko, name_en) > 0");
                });

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
                name: "stored_answers",
                columns: table => new
                {
                    caller = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    body_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    resource_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replays = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_answers", x => new { x.caller, x.path, x.key_hash });
                });

            migrationBuilder.CreateTable(
                name: "api_key_secrets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_key_secrets", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_key_secrets_api_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "collaborations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    affiliate_id = table.Column<string>(type: "text", nullable: false),
                    company_id = table.Column<string>(type: "text", nullable: false),
                    area_id = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_unsupported = table.Column<bool>(type: "boolean", nullable: false),
                    has_hearsay = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborations", x => x.id);
                    table.CheckConstraint("ck_collaborations_stage", "stage IN ('exploring', 'announced', 'active', 'expanding', 'paused', 'ended')");
                    table.CheckConstraint("ck_collaborations_support", "support IN ('none', 'hearsay', 'stated')");
                    table.ForeignKey(
                        name: "fk_collaborations_affiliates_affiliate_id",
                        column: x => x.affiliate_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_collaborations_areas_area_id",
                        column: x => x.area_id,
                        principalTable: "areas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_collaborations_companies_company_id",
                        column: x => x.company_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "positions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    organization_id = table.Column<string>(type: "text", nullable: false),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    from_earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    from_edtf = table.Column<string>(type: "text", nullable: true),
                    from_latest = table.Column<DateOnly>(type: "date", nullable: true),
                    title_en = table.Column<string>(type: "text", nullable: true),
                    title_ko = table.Column<string>(type: "text", nullable: true),
                    to_earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    to_edtf = table.Column<string>(type: "text", nullable: true),
                    to_latest = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_positions", x => x.id);
                    table.CheckConstraint("ck_positions_from", "from_earliest <= from_latest");
                    table.CheckConstraint("ck_positions_support", "support IN ('none', 'hearsay', 'stated')");
                    table.CheckConstraint("ck_positions_title", "num_nonnulls(title_ko, title_en) > 0");
                    table.CheckConstraint("ck_positions_to", "to_earliest <= to_latest");
                    table.ForeignKey(
                        name: "fk_positions_organizations_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_positions_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trips",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    traveller_id = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_unsupported = table.Column<bool>(type: "boolean", nullable: false),
                    has_hearsay = table.Column<bool>(type: "boolean", nullable: false),
                    date_earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    date_edtf = table.Column<string>(type: "text", nullable: false),
                    date_latest = table.Column<DateOnly>(type: "date", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: true),
                    title_ko = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trips", x => x.id);
                    table.CheckConstraint("ck_trips_date", "date_earliest <= date_latest");
                    table.CheckConstraint("ck_trips_support", "support IN ('none', 'hearsay', 'stated')");
                    table.CheckConstraint("ck_trips_title", "num_nonnulls(title_ko, title_en) > 0");
                    table.ForeignKey(
                        name: "fk_trips_people_traveller_id",
                        column: x => x.traveller_id,
                        principalTable: "people",
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

            migrationBuilder.CreateTable(
                name: "collaboration_stages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaboration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    reported_earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    reported_edtf = table.Column<string>(type: "text", nullable: true),
                    reported_latest = table.Column<DateOnly>(type: "date", nullable: true),
                    since_earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    since_edtf = table.Column<string>(type: "text", nullable: true),
                    since_latest = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaboration_stages", x => x.id);
                    table.CheckConstraint("ck_collaboration_stages_reported", "reported_earliest <= reported_latest");
                    table.CheckConstraint("ck_collaboration_stages_since", "since_earliest <= since_latest");
                    table.CheckConstraint("ck_collaboration_stages_stage", "stage IN ('exploring', 'announced', 'active', 'expanding', 'paused', 'ended')");
                    table.CheckConstraint("ck_collaboration_stages_support", "support IN ('none', 'hearsay', 'stated')");
                    table.ForeignKey(
                        name: "fk_collaboration_stages_collaborations_collaboration_id",
                        column: x => x.collaboration_id,
                        principalTable: "collaborations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    confidentiality = table.Column<string>(type: "text", nullable: false),
                    readers = table.Column<List<string>>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    venue = table.Column<string>(type: "text", nullable: true),
                    city = table.Column<string>(type: "text", nullable: true),
                    region = table.Column<string>(type: "text", nullable: true),
                    country = table.Column<string>(type: "text", nullable: true),
                    summary = table.Column<string>(type: "text", nullable: true),
                    trip_id = table.Column<Guid>(type: "uuid", nullable: true),
                    trip_order = table.Column<int>(type: "integer", nullable: true),
                    sort_order = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "coalesce(trip_order, 2147483647)", stored: true),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    has_unsupported = table.Column<bool>(type: "boolean", nullable: false),
                    has_hearsay = table.Column<bool>(type: "boolean", nullable: false),
                    date_earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    date_edtf = table.Column<string>(type: "text", nullable: false),
                    date_latest = table.Column<DateOnly>(type: "date", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: true),
                    title_ko = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meetings", x => x.id);
                    table.CheckConstraint("ck_meetings_confidentiality", "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");
                    table.CheckConstraint("ck_meetings_date", "date_earliest <= date_latest");
                    table.CheckConstraint("ck_meetings_format", "format IN ('in_person', 'video', 'hybrid', 'unknown')");
                    table.CheckConstraint("ck_meetings_kind", "kind IN ('executive_meeting', 'site_visit', 'internal_conference', 'group_of_meetings')");
                    table.CheckConstraint("ck_meetings_status", "status IN ('planned', 'held', 'cancelled')");
                    table.CheckConstraint("ck_meetings_support", "support IN ('none', 'hearsay', 'stated')");
                    table.CheckConstraint("ck_meetings_title", "num_nonnulls(title_ko, title_en) > 0");
                    table.CheckConstraint("ck_meetings_trip_order", "trip_order IS NULL OR trip_id IS NOT NULL");
                    table.ForeignKey(
                        name: "fk_meetings_trips_trip_id",
                        column: x => x.trip_id,
                        principalTable: "trips",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_areas",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area_id = table.Column<string>(type: "text", nullable: false),
                    affiliates = table.Column<List<string>>(type: "text[]", nullable: false),
                    companies = table.Column<List<string>>(type: "text[]", nullable: false),
                    basis = table.Column<string>(type: "text", nullable: false),
                    rationale = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_areas", x => new { x.meeting_id, x.area_id });
                    table.CheckConstraint("ck_meeting_areas_basis", "basis IN ('stated', 'inferred')");
                    table.CheckConstraint("ck_meeting_areas_support", "support IN ('none', 'hearsay', 'stated')");
                    table.ForeignKey(
                        name: "fk_meeting_areas_areas_area_id",
                        column: x => x.area_id,
                        principalTable: "areas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_meeting_areas_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting_organizations",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_organizations", x => new { x.meeting_id, x.organization_id });
                    table.ForeignKey(
                        name: "fk_meeting_organizations_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting_participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<string>(type: "text", nullable: true),
                    party_ko = table.Column<string>(type: "text", nullable: true),
                    party_en = table.Column<string>(type: "text", nullable: true),
                    person_id = table.Column<string>(type: "text", nullable: true),
                    stated_title = table.Column<string>(type: "text", nullable: true),
                    side = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    head_count = table.Column<int>(type: "integer", nullable: true),
                    support = table.Column<string>(type: "text", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_participants", x => x.id);
                    table.CheckConstraint("ck_meeting_participants_party", "(organization_id IS NULL) = (num_nonnulls(party_ko, party_en) > 0)");
                    table.CheckConstraint("ck_meeting_participants_role", "role IN ('principal', 'attendee', 'host')");
                    table.CheckConstraint("ck_meeting_participants_side", "side IN ('ours', 'theirs', 'third_party')");
                    table.CheckConstraint("ck_meeting_participants_support", "support IN ('none', 'hearsay', 'stated')");
                    table.ForeignKey(
                        name: "fk_meeting_participants_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_meeting_participants_organizations_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_meeting_participants_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_area_organizations",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area_id = table.Column<string>(type: "text", nullable: false),
                    organization_id = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_area_organizations", x => new { x.meeting_id, x.area_id, x.organization_id });
                    table.ForeignKey(
                        name: "fk_meeting_area_organizations_meeting_areas_meeting_id_area_id",
                        columns: x => new { x.meeting_id, x.area_id },
                        principalTable: "meeting_areas",
                        principalColumns: new[] { "meeting_id", "area_id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_meeting_area_organizations_organizations_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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

            migrationBuilder.CreateIndex(
                name: "ix_api_key_secrets_hash",
                table: "api_key_secrets",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_key_secrets_key_id",
                table: "api_key_secrets",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_updated_at_id",
                table: "api_keys",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_areas_parent_id",
                table: "areas",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_areas_sort_name_id",
                table: "areas",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_areas_updated_at_id",
                table: "areas",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_at_sequence",
                table: "audit",
                columns: new[] { "actor", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_at_sequence",
                table: "audit",
                columns: new[] { "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_resource_resource_id_at_sequence",
                table: "audit",
                columns: new[] { "resource", "resource_id", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_changes_resource_resource_id_version",
                table: "changes",
                columns: new[] { "resource", "resource_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_changes_transaction_sequence",
                table: "changes",
                columns: new[] { "transaction", "sequence" });

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
                name: "ix_collaboration_stages_collaboration_id",
                table: "collaboration_stages",
                column: "collaboration_id");

            migrationBuilder.CreateIndex(
                name: "ix_collaborations_affiliate_id_company_id_area_id",
                table: "collaborations",
                columns: new[] { "affiliate_id", "company_id", "area_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_collaborations_area_id",
                table: "collaborations",
                column: "area_id");

            migrationBuilder.CreateIndex(
                name: "ix_collaborations_company_id",
                table: "collaborations",
                column: "company_id");

            migrationBuilder.CreateIndex(
                name: "ix_collaborations_external_id",
                table: "collaborations",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_collaborations_updated_at_id",
                table: "collaborations",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_feeds_created_by_id",
                table: "feeds",
                columns: new[] { "created_by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_feeds_secret_hash",
                table: "feeds",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_feeds_updated_at_id",
                table: "feeds",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_area_organizations_organization_id",
                table: "meeting_area_organizations",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_areas_area_id_basis_meeting_id",
                table: "meeting_areas",
                columns: new[] { "area_id", "basis", "meeting_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_areas_basis_meeting_id",
                table: "meeting_areas",
                columns: new[] { "basis", "meeting_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_organizations_organization_id_meeting_id",
                table: "meeting_organizations",
                columns: new[] { "organization_id", "meeting_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_participants_meeting_id",
                table: "meeting_participants",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_participants_organization_id",
                table: "meeting_participants",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_participants_person_id_meeting_id",
                table: "meeting_participants",
                columns: new[] { "person_id", "meeting_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meetings_confidentiality",
                table: "meetings",
                column: "confidentiality");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_external_id",
                table: "meetings",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_meetings_has_disputed",
                table: "meetings",
                column: "has_disputed",
                filter: "has_disputed");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_kind",
                table: "meetings",
                column: "kind");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_status",
                table: "meetings",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_trip_id_sort_order",
                table: "meetings",
                columns: new[] { "trip_id", "sort_order" });

            migrationBuilder.CreateIndex(
                name: "ix_meetings_updated_at_id",
                table: "meetings",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operations_created_at",
                table: "operations",
                column: "created_at",
                filter: "state = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_organizations_parent_id",
                table: "organizations",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_organizations_sort_name_id",
                table: "organizations",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_organizations_updated_at_id",
                table: "organizations",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_people_sort_name_id",
                table: "people",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_people_updated_at_id",
                table: "people",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_positions_organization_id",
                table: "positions",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "ix_positions_person_id",
                table: "positions",
                column: "person_id");

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

            migrationBuilder.CreateIndex(
                name: "ix_stored_answers_at",
                table: "stored_answers",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_trips_external_id",
                table: "trips",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trips_traveller_id",
                table: "trips",
                column: "traveller_id");

            migrationBuilder.CreateIndex(
                name: "ix_trips_updated_at_id",
                table: "trips",
                columns: new[] { "updated_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_key_secrets");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "citations");

            migrationBuilder.DropTable(
                name: "feeds");

            migrationBuilder.DropTable(
                name: "keys");

            migrationBuilder.DropTable(
                name: "meeting_area_organizations");

            migrationBuilder.DropTable(
                name: "meeting_organizations");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "search_names");

            migrationBuilder.DropTable(
                name: "source_texts");

            migrationBuilder.DropTable(
                name: "stored_answers");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "meeting_participants");

            migrationBuilder.DropTable(
                name: "positions");

            migrationBuilder.DropTable(
                name: "collaboration_stages");

            migrationBuilder.DropTable(
                name: "meeting_areas");

            migrationBuilder.DropTable(
                name: "sources");

            migrationBuilder.DropTable(
                name: "collaborations");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropTable(
                name: "organizations");

            migrationBuilder.DropTable(
                name: "areas");

            migrationBuilder.DropTable(
                name: "trips");

            migrationBuilder.DropTable(
                name: "people");
        }
    }
}
