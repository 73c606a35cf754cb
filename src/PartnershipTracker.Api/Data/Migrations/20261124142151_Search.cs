using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PartnershipTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Functions);

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

            migrationBuilder.CreateIndex(
                name: "ix_meetings_confidentiality",
                table: "meetings",
                column: "confidentiality");

            migrationBuilder.Sql(Indexes);
            migrationBuilder.Sql(Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP INDEX ix_meetings_search;
                DROP TRIGGER keep_search_names ON organizations;
                DROP TRIGGER keep_search_names ON areas;
                DROP TRIGGER keep_search_names ON people;
                DROP TRIGGER keep_search_names ON trips;
                DROP FUNCTION keep_search_names;
                """);

            migrationBuilder.DropTable(
                name: "search_names");

            migrationBuilder.DropIndex(
                name: "ix_meetings_confidentiality",
                table: "meetings");

            migrationBuilder.Sql("DROP FUNCTION search_title, search_near, search_initials, search_letters;");
        }

        /// <summary>
        /// What of a text counts when it is searched, as Features/Search/Letters has it: Hangul taken apart, lower case, no spaces, hyphens,
        /// apostrophes or accents. Initial consonants are what is left of syllables without vowels and finals. A name is near to what it is
        /// with one letter left out, and so are its words: whoever makes one mistake has one of these in common with it.
        /// The planner is told that letters cost something, so that it prefers an index to making them of every row.
        /// </summary>
        private const string Functions =
            """
            CREATE FUNCTION search_letters(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
            BEGIN
                RETURN regexp_replace(
                    lower(normalize($1, NFKD)),
                    '[\s''\u00ad\u00b7\u0300-\u036f\u200b-\u200f\u2010-\u2015\u2018\u2019\u2212\u30fb\ufeff-]+', '', 'g');
            END $$;

            CREATE FUNCTION search_initials(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN regexp_replace(search_letters($1), '[\u1160-\u11ff]+', '', 'g');

            CREATE FUNCTION search_near(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN ARRAY(
                    SELECT DISTINCT left(word, n) || substr(word, n + 2)
                    FROM (
                        SELECT search_letters($1)
                        UNION
                        SELECT search_letters(part) FROM regexp_split_to_table($1, '[\s(),/\u00b7\u2010-\u2015-]+') part) words (word),
                        generate_series(0, length(word)) n
                    WHERE length(word) BETWEEN 4 AND 40);

            CREATE FUNCTION search_title(ko text, en text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
                RETURN '|' || search_letters(coalesce(ko, '') || '|' || coalesce(en, '')) || '|';
            """;

        /// <summary>Titles of meetings are where they are, and seen through the filter that decides who sees which. Most have common words: more of
        /// them are counted, so that the planner knows a common word from a rare one.</summary>
        private const string Indexes =
            """
            CREATE INDEX ix_search_names_letters ON search_names (letters text_pattern_ops);
            CREATE INDEX ix_search_names_initials ON search_names (initials text_pattern_ops);
            CREATE INDEX ix_search_names_parts ON search_names USING gin (letters gin_trgm_ops, initials gin_trgm_ops);
            CREATE INDEX ix_search_names_near ON search_names USING gin (search_near(text));
            CREATE INDEX ix_meetings_search ON meetings USING gin (search_title(title_ko, title_en) gin_trgm_ops);
            ALTER INDEX ix_meetings_search ALTER COLUMN 1 SET STATISTICS 1000;
            """;

        /// <summary>Whoever writes a name need not be allowed to write here: the names are kept as the owner. What is there is taken in at once.</summary>
        private const string Triggers =
            """
            CREATE FUNCTION keep_search_names() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE named jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
            DECLARE named_resource text := coalesce(named ->> 'resource', TG_TABLE_NAME);
            DECLARE ko text := coalesce(named ->> 'name_ko', named ->> 'title_ko');
            DECLARE en text := coalesce(named ->> 'name_en', named ->> 'title_en');
            BEGIN
                DELETE FROM search_names WHERE resource = named_resource AND id = named ->> 'id';
                IF TG_OP <> 'DELETE' THEN
                    INSERT INTO search_names (resource, id, text, kind, name_ko, name_en)
                        SELECT named_resource, named ->> 'id', text, (ARRAY['name', 'alias', 'weak_alias'])[min(kind)], ko, en
                        FROM (
                            VALUES (ko, 1), (en, 1)
                            UNION ALL SELECT jsonb_array_elements_text(named -> 'aliases'), 2
                            UNION ALL SELECT jsonb_array_elements_text(named -> 'weak_aliases'), 3) names (text, kind)
                        WHERE text IS NOT NULL
                        GROUP BY text;
                END IF;
                RETURN NULL;
            END $$;

            CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON organizations
                FOR EACH ROW EXECUTE FUNCTION keep_search_names();
            CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON areas
                FOR EACH ROW EXECUTE FUNCTION keep_search_names();
            CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON people
                FOR EACH ROW EXECUTE FUNCTION keep_search_names();
            CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, title_ko, title_en ON trips
                FOR EACH ROW EXECUTE FUNCTION keep_search_names();

            UPDATE organizations SET name_ko = name_ko;
            UPDATE areas SET name_ko = name_ko;
            UPDATE people SET name_ko = name_ko;
            UPDATE trips SET title_ko = title_ko;
            """;
    }
}
