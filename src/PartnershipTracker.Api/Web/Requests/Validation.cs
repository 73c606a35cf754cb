using System.Reflection;
using System.Text.RegularExpressions;
using FluentValidation.Results;

namespace PartnershipTracker.Web.Requests;

/// <summary>The validation of all arguments of a group's endpoints. A validator applies because it exists.</summary>
public static partial class Validation
{
    public static RouteGroupBuilder WithValidation(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            var known = endpoint.ApplicationServices.GetRequiredService<IServiceProviderIsService>();
            var validated = (endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault()?.GetParameters() ?? [])
                .Select(p => (p.Position, Validator: typeof(IValidator<>).MakeGenericType(p.ParameterType)))
                .Where(p => known.IsService(p.Validator))
                .ToArray();

            endpoint.FilterFactories.Add((_, next) => context =>
            {
                foreach (var (position, validator) in validated)
                {
                    context.HttpContext.RequestServices.Check(validator, context.Arguments[position]!);
                }

                return next(context);
            });
        });

        return group;
    }

    /// <summary>Refuses a request that breaks rules of its validator, with a fault for each.</summary>
    public static void Validate(this IServiceProvider services, Type type, object request) =>
        services.Check(typeof(IValidator<>).MakeGenericType(type), request);

    private static void Check(this IServiceProvider services, Type validatorType, object request)
    {
        if (services.GetService(validatorType) is IValidator validator
            && validator.Validate(new ValidationContext<object>(request)) is { IsValid: false } outcome)
        {
            throw new ProblemException(
                "invalid_request", [.. outcome.Errors.Take(ProblemException.MaxErrors).Select(e => Explain(e, request is Query))]);
        }
    }

    private static Fault Explain(ValidationFailure failure, bool inQuery)
    {
        var (code, arguments) = Translate(failure);

        return inQuery
            ? Fault.Of(Camel(failure.PropertyName.Split('[')[0]), code, arguments)
            : Fault.At("#" + Pointer(failure.PropertyName), code, arguments);
    }

    /// <summary>
    /// Translates the built-in rules of FluentValidation to fault codes. The rules of <see cref="Rules"/> have their own codes.
    /// </summary>
    private static (string Code, object?[] Arguments) Translate(ValidationFailure failure)
    {
        var values = failure.FormattedMessagePlaceholderValues ?? [];

        return failure.ErrorCode switch
        {
            "NotNullValidator" or "NotEmptyValidator" => ("required", []),
            "InclusiveBetweenValidator" => ("out_of_range", [values["From"], values["To"]]),
            var code => (code, failure.CustomState as object?[] ?? []),
        };
    }

    /// <summary>Converts <c>Participants[0].Party.Ko</c> to <c>/participants/0/party/ko</c> (RFC 6901).</summary>
    public static string Pointer(string path) =>
        string.Concat(Step().Matches(path).Select(m => "/" + Camel(m.Value)));

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"[^.\[\]]+", RegexOptions.None, 1000)]
    private static partial Regex Step();
}
