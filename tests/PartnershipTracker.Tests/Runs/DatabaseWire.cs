using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Tests.Runs;

/// <summary>A wire to a server, which can be cut and mended: what is at its end is away, and comes back at the same address.</summary>
public sealed class DatabaseWire(string host, int port) : IDisposable
{
    private readonly List<TcpClient> _ends = [];
    private TcpListener? _listener;

    public int Port { get; private set; }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept(_listener);
    }

    public void Cut()
    {
        _listener?.Dispose();

        lock (_ends)
        {
            _ends.ForEach(e => e.Dispose());
            _ends.Clear();
        }
    }

    public void Dispose() => Cut();

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                await far.ConnectAsync(host, port);

                lock (_ends)
                {
                    _ends.AddRange([near, far]);
                }

                _ = Pump(near, far);
                _ = Pump(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }
    }

    private static async Task Pump(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // cut
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
