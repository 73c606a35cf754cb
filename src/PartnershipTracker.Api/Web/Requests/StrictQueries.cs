using System.Reflection;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// The check of every query string against the parameters that the endpoint declares: an unknown parameter is refused, and so is a single
/// one that occurs twice.
/// </summary>
public static class StrictQueries
{
    public static RouteGroupBuilder WithStrictQueries(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            var handler = endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault();
            var declared = (handler?.GetParameters() ?? [])
                .Where(p => p.ParameterType.IsAssignableTo(typeof(Query)))
                .SelectMany(p => p.ParameterType.GetProperties())
                .Where(p => p.PropertyType == typeof(string) || p.PropertyType == typeof(string[]))
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => p.PropertyType.IsArray, StringComparer.Ordinal);

            endpoint.FilterFactories.Add((_, next) =>
            {
                if (endpoint.Metadata.OfType<FileFormat>().Any())
                {
                    Query.PageParameters.ToList().ForEach(name => declared.Remove(name));
                }

                return context =>
                {
                    var request = context.HttpContext.Request;
                    var faults = request.Query.Select(q => Check(declared, q.Key, q.Value!)).OfType<Fault>().ToList();
                    var undecoded = PercentEncoding.Faults(request.QueryString);
                    faults.AddRange(undecoded.Where(fault => faults.TrueForAll(other => other.Parameter != fault.Parameter)));

                    return faults.Count == 0 ? next(context) : throw new ProblemException("invalid_request", faults);
                };
            });
        });

        return group;
    }

    private static Fault? Check(Dictionary<string, bool> declared, string name, IReadOnlyList<string> values)
    {
        if (!declared.TryGetValue(name, out var isRepeatable))
        {
            return Fault.Of(name, "unknown_parameter", string.Join(", ", declared.Keys));
        }

        foreach (var value in values)
        {
            if (!Text.TryClean(value, out _, out var fault))
            {
                return Fault.Of(name, ApiJson.Code(fault));
            }
        }

        return values.Count > 1 && !isRepeatable ? Fault.Of(name, "repeated_parameter")
            : values.Count > Query.MaxValues ? Fault.Of(name, "too_many", Query.MaxValues)
            : null;
    }
}
