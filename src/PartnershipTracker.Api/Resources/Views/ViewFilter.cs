using System.Text.Json.Serialization;

namespace PartnershipTracker.Resources.Views;

/// <summary>A response as a view shows it. Its ETag is computed from its whole text.</summary>
[JsonConverter(typeof(Writer))]
public sealed class ViewedResponse(ReadOnlyMemory<byte> text, IReadOnlyList<AuditedRead> reads) : IVersioned, IAuditedRead
{
    string IVersioned.EntityTag => ETag.OfText(text.Span);

    IEnumerable<AuditedRead> IAuditedRead.Reads => reads;

    private void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(text.Span, skipInputValidation: true);

    private sealed class Writer : JsonConverter<ViewedResponse>
    {
        public override ViewedResponse Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ViewedResponse value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}

public static class ViewFilter
{
    /// <summary>Applies the <see cref="View"/> of each request of the group to its response.</summary>
    public static RouteGroupBuilder WithViews(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            if (context.Arguments.OfType<View>().SingleOrDefault() is not { IsAsked: true } view)
            {
                return await next(context);
            }

            if (view.Include is { Length: > 0 } && context.Arguments.OfType<AsOfQuery>().Any(m => m.Instant is not null))
            {
                throw new ProblemException("invalid_request", Fault.Of("include", "not_with", "asOf"));
            }

            var result = await next(context);
            var http = context.HttpContext;

            return result is IValueHttpResult { Value: { } response }
                ? TypedResults.Ok(await view.Show(
                    response, http.RequestServices.GetRequiredService<TrackerDb>(), http.RequestServices, http.RequestAborted))
                : result;
        });

        return group;
    }

    /// <summary>Registers the includes of a response type, and the validator of its view.</summary>
    public static IServiceCollection AddView<TResponse>(this IServiceCollection services, Includes<TResponse> includes)
        where TResponse : notnull => services
        .AddSingleton(includes)
        .AddSingleton<FluentValidation.IValidator<View<TResponse>>, ViewValidator<TResponse>>();
}
