using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>
/// The names of schemas. Answers and requests of one type differ (required members, dates as bare strings), so each has its own schema:
/// <c>Company</c> and <c>CompanyRequest</c>, <c>LocalizedText</c> and <c>LocalizedTextRequest</c>.
/// </summary>
internal static class SchemaNames
{
    /// <summary>The name of the repository that collects the schemas of requests.</summary>
    public const string Writing = "writing";

    public static bool IsWritten(this SchemaFilterContext context) => context.DocumentName is Writing;

    public static string Shown(Type type) => RenderedContracts.TypeOf(type) is { } shown ? Shown(shown)
        : type.IsGenericType
        ? Shown(type.GenericTypeArguments[0]) + type.Name[..type.Name.IndexOf('`')]
        : Without("Response", Without("Contract", type.Name));

    public static string Written(Type type) =>
        type.IsEnum || type.Name.EndsWith("Request", StringComparison.Ordinal) ? type.Name : Shown(type) + "Request";

    public static string Creation(Type request) => Without("Request", request.Name) + "CreateRequest";

    public static string Patch(Type request) => Without("Request", request.Name) + "Patch";

    private static string Without(string ending, string name) =>
        name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
}
