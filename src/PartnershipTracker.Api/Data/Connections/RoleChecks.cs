using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The rights that the application's role has and should not have: an intruder in the application has no more rights than the role.
/// Rights by membership in other roles count.
/// </summary>
internal static class RoleChecks
{
    private const string Rights =
        """
        SELECT current_user::text,
            EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(r.oid, 'MEMBER')),
            EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')),
            coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
            (
                SELECT string_agg(log.name, ' and ')
                FROM unnest('{changes,audit,import_rows}'::text[]) AS log (name)
                WHERE has_table_privilege(to_regclass(log.name), 'UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege(to_regclass(log.name), 'UPDATE'))
        """;

    public static async Task<IReadOnlyList<string>> Faults(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Rights, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var role = row.GetString(0);

        if (row.GetBoolean(1))
        {
            return [Fault(role, "is a superuser")]; // it has all the other rights as well
        }

        return
        [
            .. row.GetBoolean(2) ? [Fault(role, "owns tables")] : (string[])[],
            .. row.GetBoolean(3) ? [Fault(role, "may create objects in the schema")] : (string[])[],
            .. row.IsDBNull(4) ? [] : (string[])[Fault(role, $"may change or delete what is in {row.GetString(4)}")],
        ];
    }

    private static string Fault(string role, string excess) =>
        $"ConnectionStrings__Tracker: the role {role} {excess}. Name a separate role there: `migrate` creates it with the rights that it "
        + "needs when ConnectionStrings__Owner names the owner.";
}
