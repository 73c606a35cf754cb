-- What a backup says of the database that it is of, a line each; digests.sql adds the tables.
SELECT 'database', current_database();
SELECT 'server', current_setting('server_version');
SELECT 'migration', max(migration_id) FROM "__EFMigrationsHistory";
SELECT 'options', format(
        'OWNER %I ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype)
    || CASE datlocprovider
        WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale'))
        WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
        ELSE '' END
FROM pg_database d WHERE datname = current_database();
