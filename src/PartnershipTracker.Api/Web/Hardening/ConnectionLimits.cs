using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// The open connections of a listening address: their number, their number per client address, and the time until the first request. A
/// connection waits until the headers of its first request have arrived, whatever it does before: nothing, a TLS handshake, half a line.
/// At a limit, the connection that has waited longest gives its place to a new one, so that silent connections exclude no client.
/// </summary>
public sealed partial class ConnectionLimits(
    LimitSettings settings, ProxySettings proxies, TimeProvider clock, ILogger<ConnectionLimits> log)
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly System.Net.IPNetwork[] _trusted = [.. proxies.Trusted.Select(ProxySettings.Network).OfType<System.Net.IPNetwork>()];
    private readonly Dictionary<string, int> _perAddress = new(StringComparer.Ordinal);
    private readonly LinkedList<Place> _waiting = [];
    private int _open;
    private long? _warnedAt;

    /// <summary>The place of a connection among the open ones.</summary>
    private sealed class Place(ConnectionContext connection, string? address, ConnectionLimits limits)
    {
        /// <summary>The client address, if its connections are limited.</summary>
        public string? Address => address;

        /// <summary>True after the first request, so that further ones need no lock.</summary>
        public bool IsUsed { get; set; }

        public bool IsOpen { get; set; }

        public ConnectionLimits Limits => limits;

        public void Close() => connection.Abort(new ConnectionAbortedException("The connection waited too long for its first request."));
    }

    /// <summary>Admits the connections of each listening address within limits of its own.</summary>
    public static void Apply(ListenOptions listener)
    {
        var limits = ActivatorUtilities.CreateInstance<ConnectionLimits>(listener.ApplicationServices);
        listener.Use(next => connection => limits.Admit(connection, next));
    }

    /// <summary>Notes that the headers of a request have arrived. No request is handled whose connection was closed meanwhile.</summary>
    public static Task NoteRequest(HttpContext context, RequestDelegate next) =>
        context.Features.Get<Place>() is not { IsUsed: false } place || place.Limits.TryUse(place) ? next(context) : Task.CompletedTask;

    private async Task Admit(ConnectionContext connection, ConnectionDelegate next)
    {
        var place = new Place(connection, LimitedAddress(connection.RemoteEndPoint), this);

        if (!TryEnter(place, out var displaced))
        {
            return; // Kestrel closes it
        }

        displaced?.Close();
        connection.Features.Set(place);
        await using var timer = clock.CreateTimer(
            _ => CloseWaiting(place), null, TimeSpan.FromSeconds(settings.FirstRequestSeconds), Timeout.InfiniteTimeSpan);

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(place);
        }
    }

    private bool TryEnter(Place place, out Place? displaced)
    {
        lock (_gate)
        {
            displaced = null;
            var isAddressFull =
                place.Address is { } address && _perAddress.GetValueOrDefault(address) >= settings.ConnectionsPerAddress;

            if (isAddressFull || _open >= settings.Connections)
            {
                Warn(isAddressFull ? place.Address! : "all clients");
                displaced = _waiting.FirstOrDefault(other => !isAddressFull || other.Address == place.Address);

                if (displaced is null)
                {
                    return false;
                }

                Remove(displaced);
            }

            place.IsOpen = true;
            _open++;
            _waiting.AddLast(place);

            if (place.Address is { } name)
            {
                _perAddress[name] = _perAddress.GetValueOrDefault(name) + 1;
            }

            return true;
        }
    }

    private bool TryUse(Place place)
    {
        lock (_gate)
        {
            if (place is { IsOpen: true, IsUsed: false })
            {
                _waiting.Remove(place);
                place.IsUsed = true;
            }

            return place.IsOpen;
        }
    }

    private void CloseWaiting(Place place)
    {
        lock (_gate)
        {
            if (place.IsUsed || !place.IsOpen)
            {
                return;
            }

            Remove(place);
        }

        place.Close();
    }

    private void Leave(Place place)
    {
        lock (_gate)
        {
            if (place.IsOpen)
            {
                Remove(place);
            }
        }
    }

    private void Remove(Place place)
    {
        place.IsOpen = false;
        _open--;

        if (!place.IsUsed)
        {
            _waiting.Remove(place);
        }

        if (place.Address is { } address && --_perAddress[address] == 0)
        {
            _perAddress.Remove(address);
        }
    }

    /// <summary>Returns null for a trusted proxy, which connects for many clients, and for a local socket.</summary>
    private string? LimitedAddress(EndPoint? remote) =>
        (remote as IPEndPoint)?.Address is { } address
        && !Array.Exists(_trusted, network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
            ? ClientAddress.Of(address)
            : null;

    private void Warn(string clients)
    {
        if (_warnedAt is null || clock.GetElapsedTime(_warnedAt.Value) > WarningInterval)
        {
            _warnedAt = clock.GetTimestamp();
            LogFull(log, clients, _open);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "The limit of connections of {Clients} is reached; {Open} are open. Limits__Connections and Limits__ConnectionsPerAddress set it.")]
    private static partial void LogFull(ILogger log, string clients, int open);
}
