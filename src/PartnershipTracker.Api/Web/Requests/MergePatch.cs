using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// A JSON merge patch (RFC 7396): null clears a member, an array replaces one, and an absent member stays. The patched resource is read
/// and validated as strictly as the body of a PUT.
/// </summary>
public sealed class MergePatch<TRequest> : IBindableFromHttpContext<MergePatch<TRequest>>, IEndpointParameterMetadataProvider
    where TRequest : class
{
    public const string MediaType = "application/merge-patch+json";

    private readonly JsonObject _changes;

    private MergePatch(JsonObject changes) => _changes = changes;

    public TRequest ApplyTo(TRequest current)
    {
        // A date is reduced to its EDTF, so that a patched date does not keep the bounds of the old one.
        var whole = (JsonObject)JsonSerializer.SerializeToNode(current, ApiJson.BareDates)!;
        Merge(whole, _changes);

        try
        {
            return whole.Deserialize<TRequest>(ApiJson.Options)!;
        }
        catch (JsonException unreadable)
        {
            throw new ProblemException("malformed_request", JsonFaults.Explain(unreadable));
        }
    }

    public static async ValueTask<MergePatch<TRequest>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);

            return body.Length == 0 ? throw new ProblemException("malformed_request", Fault.At("#", "body_required"))
                : StrictJson.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) is JsonObject changes
                ? new(changes)
                : throw new ProblemException("malformed_request", Fault.At("#", "wrong_type", Messages.Noun("object")));
        }
        catch (JsonException unreadable)
        {
            throw new ProblemException("malformed_request", JsonFaults.Explain(unreadable));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(TRequest)));

    private static void Merge(JsonObject whole, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            if (change is JsonObject inner && whole[name] is JsonObject part)
            {
                Merge(part, inner);
            }
            else
            {
                whole[name] = change is JsonObject fresh ? Prune(fresh) : change?.DeepClone();
            }
        }
    }

    /// <summary>Removes the nulls of an object that replaces no object, because they clear nothing (RFC 7396, section 2).</summary>
    private static JsonObject Prune(JsonObject fresh)
    {
        var target = new JsonObject();
        Merge(target, fresh);

        return target;
    }
}
