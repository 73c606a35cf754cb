using System.Net.Http.Headers;
using System.Text;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>A request, and the operation that it is for.</summary>
internal sealed record GeneratedRequest(
    DocumentedOperation Operation,
    string Path,
    string Query,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Type,
    byte[]? Body)
{
    public HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(new(Operation.Method.ToUpperInvariant()), Path + Query);

        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Type!);
        }

        return message;
    }

    public override string ToString()
    {
        var headers = string.Concat(Headers.Select(h => $"\n{h.Name}: {h.Value}"));
        var body = Body is null ? "" : $"\nContent-Type: {Type}\n\n{Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2_000)))}";

        return $"{Operation.Method.ToUpperInvariant()} {Path}{Query}{headers}{body}";
    }
}
