using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>What becomes of the next commit on a wire.</summary>
public enum CommitOutcome
{
    Passes,

    /// <summary>The wire breaks before the database hears of it.</summary>
    NeverArrives,

    /// <summary>The database commits, and the wire breaks before anybody hears so.</summary>
    NeverHeard,

    /// <summary>It waits on the wire until it is let go, and is lost if nobody waits for it any more.</summary>
    Held,
}

/// <summary>A wire to a server, which can be cut and mended: what is at its end is away, and comes back at the same address.</summary>
public sealed class DatabaseProxy(string host, int port) : IDisposable
{
    private readonly List<TcpClient> _ends = [];
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpListener? _listener;

    public int Port { get; private set; }

    public CommitOutcome NextCommit { get; set; }

    /// <summary>Done when a commit waits on the wire.</summary>
    public Task Holds => _held.Task;

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

    public void Release() => _released.TrySetResult();

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

                _ = Pump(near, far, CommitOutcome.NeverArrives);
                _ = Pump(far, near, CommitOutcome.NeverHeard);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }
    }

    /// <param name="from">The end that speaks.</param>
    /// <param name="to">The end that listens.</param>
    /// <param name="lost">The fate of a commit that is lost in this direction.</param>
    private async Task Pump(TcpClient from, TcpClient to, CommitOutcome lost)
    {
        try
        {
            var words = new byte[16 * 1024];

            while (await from.GetStream().ReadAsync(words) is > 0 and var count)
            {
                if (words.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0 && await IsLost(from, lost))
                {
                    return;
                }

                await to.GetStream().WriteAsync(words.AsMemory(0, count));
            }
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

            return from.Client.Poll(0, SelectMode.SelectRead); // hung up: there is nothing more to be said
        }

        return false;
    }
}
