using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>The origin of an action, as the audit has it: the request, or the one that started a job.</summary>
public sealed class RequestOrigin(IHttpContextAccessor http, Caller caller)
{
    private (string Route, string? Address, string TraceId)? _copied;

    public string Route => _copied?.Route ?? (http.HttpContext is { } context ? RouteOf(context) : caller.Name);

    /// <summary>The IP address.</summary>
    public string? Address => _copied is { } copied ? copied.Address : http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    public string TraceId => _copied?.TraceId ?? Activity.Current?.TraceId.ToString() ?? http.HttpContext?.TraceIdentifier ?? "";

    /// <summary>Copies the origin of a request for a job, which may outlast the request.</summary>
    public void CopyFrom(RequestOrigin other) => _copied = (other.Route, other.Address, other.TraceId);

    /// <summary>Returns the method and the template: a value in an address may be a secret that was put in the wrong place.</summary>
    private static string RouteOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint; // cleared for a refusal
        var template = (endpoint as RouteEndpoint)?.RoutePattern.RawText;

        return $"{context.Request.Method} {template?.TrimEnd('/') ?? "(none)"}";
    }
}
