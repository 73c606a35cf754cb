-- One line a table: its name, how many rows it has, and one digest of them in the order of the primary key. The tables are read from
-- the catalogue, so that a new one is covered the moment it exists. The same register gives the same lines on every server.
SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1;

SELECT format(
    'SELECT ''table'', %L, count(*), encode(sha256(coalesce('
        'string_agg(sha256(convert_to((a_row.*)::text, ''UTF8'')), ''''::bytea ORDER BY %s), '''')), ''hex'') '
    'FROM %I.%I a_row',
    n.nspname || '.' || c.relname,
    coalesce(
        (SELECT string_agg(format('a_row.%I::text COLLATE "C"', a.attname), ', ' ORDER BY k.place)
            FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (number, place), pg_attribute a
            WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number),
        '(a_row.*)::text COLLATE "C"'),
    n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
\gexec
