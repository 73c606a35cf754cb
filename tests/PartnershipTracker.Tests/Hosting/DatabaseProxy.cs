using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The fate of the next commit that passes through the proxy.</summary>
public enum CommitOutcome
{
    Passes,

    /// <summary>The connection breaks before the database receives the commit.</summary>
    NeverArrives,

    /// <summary>The database commits, and the connection breaks before the confirmation arrives.</summary>
    NeverHeard,

    /// <summary>The proxy holds the commit until it is released, and drops it if the client has disconnected by then.</summary>
    Held,
}

/// <summary>A TCP proxy for a database server that can be disconnected and connected again at the same address.</summary>
public sealed class DatabaseProxy(string host, int port) : IDisposable
{
    private readonly List<TcpClient> _connections = [];
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpListener? _listener;
    private volatile StringBuilder? _sent;

    public int Port { get; private set; }

    public CommitOutcome NextCommit { get; set; }

    /// <summary>Completes when the proxy holds a commit.</summary>
    public Task HoldsCommit => _held.Task;

    /// <summary>Records the bytes that are sent to the database from now on, as Latin-1, and returns those recorded so far.</summary>
    public string Record()
    {
        var sent = Interlocked.Exchange(ref _sent, new());

        lock (_connections)
        {
            return sent?.ToString() ?? "";
        }
    }

    public void Connect()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;

        lock (_connections)
        {
            _listener = listener;
        }

        _ = Accept(listener);
    }

    public void Disconnect()
    {
        lock (_connections)
        {
            _listener?.Dispose();
            _listener = null;
            _connections.ForEach(e => e.Dispose());
            _connections.Clear();
        }
    }

    public void Release() => _released.TrySetResult();

    public void Dispose() => Disconnect();

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                await far.ConnectAsync(host, port);

                lock (_connections)
                {
                    if (_listener != listener)
                    {
                        near.Dispose(); // disconnected while this connection was made
                        far.Dispose();

                        return;
                    }

                    _connections.AddRange([near, far]);
                }

                _ = Pump(near, far, CommitOutcome.NeverArrives);
                _ = Pump(far, near, CommitOutcome.NeverHeard);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disconnected
        }
    }

    /// <param name="from">The sending end.</param>
    /// <param name="to">The receiving end.</param>
    /// <param name="lost">The outcome of a commit that is lost in this direction.</param>
    private async Task Pump(TcpClient from, TcpClient to, CommitOutcome lost)
    {
        try
        {
            var buffer = new byte[16 * 1024];

            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                if (buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0 && await IsLost(from, lost))
                {
                    return;
                }

                if (lost is CommitOutcome.NeverArrives)
                {
                    lock (_connections)
                    {
                        _sent?.Append(Encoding.Latin1.GetString(buffer, 0, count));
                    }
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // disconnected
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private async Task<bool> IsLost(TcpClient from, CommitOutcome lost)
    {
        if (NextCommit == lost)
        {
            NextCommit = CommitOutcome.Passes;

            return true;
        }

        if (NextCommit is CommitOutcome.Held && lost is CommitOutcome.NeverArrives)
        {
            NextCommit = CommitOutcome.Passes;
            _held.TrySetResult();
            await _released.Task;

            return from.Client.Poll(0, SelectMode.SelectRead); // the client has disconnected
        }

        return false;
    }
}
