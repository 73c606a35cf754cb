-- What makes the roles that own something in this database or were granted something, where there are none yet. Without passwords,
-- which are the operator's to set, and without rights over the whole server but the two that an owner may have use of.
SELECT format(
    'SELECT %s WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = %L) \gexec',
    quote_literal(format(
        'CREATE ROLE %I %s %s %s', r.rolname,
        CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
        CASE WHEN r.rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
        CASE WHEN r.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END)),
    r.rolname)
FROM pg_roles r
WHERE r.rolname NOT LIKE 'pg\_%' AND r.oid IN (
    SELECT refobjid FROM pg_shdepend s, pg_database d
        WHERE refclassid = 'pg_authid'::regclass AND d.datname = current_database()
        AND (s.dbid = d.oid OR (s.classid = 'pg_database'::regclass AND s.objid = d.oid))
    UNION SELECT datdba FROM pg_database WHERE datname = current_database()
    UNION SELECT relowner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public')
ORDER BY r.rolname COLLATE "C";
