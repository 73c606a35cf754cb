namespace PartnershipTracker.Http;

public static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddEndpointsApiExplorer().AddSwaggerGen();

    public static void UseApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI();
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();
    }
}
