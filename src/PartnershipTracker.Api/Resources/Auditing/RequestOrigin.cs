using System.Diagnostics;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>Where what is done comes from, as the audit has it: the request, or the one that a job goes on with.</summary>
public sealed class RequestOrigin(IHttpContextAccessor http, Caller caller)
{
    private (string Route, string? Address, string TraceId)? _told;

    public string Route => _told?.Route ?? (http.HttpContext is { } context ? RouteOf(context) : caller.Name);

    /// <summary>The IP address.</summary>
    public string? Address => _told is { } told ? told.Address : http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    public string TraceId => _told?.TraceId ?? Activity.Current?.TraceId.ToString() ?? http.HttpContext?.TraceIdentifier ?? "";

    /// <summary>From where the other one came, as it is told now: the request may be over before the job is.</summary>
    public void CopyFrom(RequestOrigin other) => _told = (other.Route, other.Address, other.TraceId);

    /// <summary>The method and the template, for a value in an address may be a secret that was put in the wrong place.</summary>
    private static string RouteOf(HttpContext context)
    {
        var template = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

        return $"{context.Request.Method} {template?.TrimEnd('/') ?? "(none)"}";
    }
}
