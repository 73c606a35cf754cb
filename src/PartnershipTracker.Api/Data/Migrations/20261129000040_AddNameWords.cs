using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the beginnings of the words of names: a bar and the letters from there to the end, for each of the first eight words. A change
/// between Latin and Korean letters begins a word too (SK텔레콤).
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000040_AddNameWords")]
public sealed class AddNameWords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE FUNCTION search_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
            RETURN (
                SELECT coalesce(string_agg('|' || left(search_letters(array_to_string(words[n:], '')), 600), '' ORDER BY n), '')
                FROM
                    regexp_split_to_array(
                        $1, '[\s(),/\u00b7\u2010-\u2015-]+|(?<=[A-Za-z0-9])(?=[\uac00-\ud7a3])|(?<=[\uac00-\ud7a3])(?=[A-Za-z0-9])') words,
                    generate_series(1, least(cardinality(words), 8)) n);

        ALTER TABLE search_names ADD COLUMN words text NOT NULL GENERATED ALWAYS AS (search_words(text)) STORED;
        CREATE INDEX ix_search_names_words ON search_names USING gin (words gin_trgm_ops);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE search_names DROP COLUMN words;
        DROP FUNCTION search_words(text);
        """);
}
