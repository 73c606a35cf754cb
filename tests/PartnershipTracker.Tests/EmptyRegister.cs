namespace PartnershipTracker.Tests;

/// <summary>The real application with an empty register that does not load the opening data.</summary>
public sealed class EmptyRegister(TestServer server) : TrackerApp(server)
{
    private const string Everything =
        """
        SET session_replication_role = replica;
        DO $$
        BEGIN
            EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                WHERE schemaname = 'public' AND tablename NOT IN ('__EFMigrationsHistory', 'change_log'));
        END
        $$;
        INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'nobody', 'delete', 'companies', 'was-here', 2, '{}', 'public');
        SELECT 1;
        """;

    protected override Task SeedDatabase() => Query<int>(Everything);
}
