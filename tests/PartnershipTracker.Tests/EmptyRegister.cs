namespace PartnershipTracker.Tests;

/// <summary>The real application with an empty register that does not load the opening data.</summary>
public sealed class EmptyRegister(TestServer server) : TrackerApp(server)
{
    private const string Everything =
        """
        SET session_replication_role = replica;
        TRUNCATE organizations, people, areas, trips, meetings, collaborations, sources, citations, keys, search_names, changes,
            audit, operations CASCADE;
        INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'nobody', 'delete', 'companies', 'was-here', 2, '{}', 'public');
        SELECT 1;
        """;

    protected override Task SeedDatabase() => Query<int>(Everything);
}
