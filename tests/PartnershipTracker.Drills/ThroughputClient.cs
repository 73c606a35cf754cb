using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace PartnershipTracker.Drills;

/// <summary>
/// Connections that repeat one request with as little work as possible, since they share the machine with the application that is
/// measured.
/// </summary>
internal sealed class ThroughputClient : IDisposable
{
    private readonly TcpClient _connection;
    private readonly byte[] _request;
    private byte[] _answer = new byte[256 * 1024];

    private ThroughputClient(Tracker tracker, string path)
    {
        var key = tracker.Key is null ? "" : $"Authorization: Bearer {tracker.Key}\r\n";
        _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {tracker.Address.Authority}\r\n{key}\r\n");
        _connection = new(tracker.Address.Host, tracker.Address.Port) { NoDelay = true };
    }

    /// <summary>Returns the requests per second over several persistent connections.</summary>
    public static async Task<double> Run(
        Tracker tracker, string path, int connections, TimeSpan length, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var client = new ThroughputClient(tracker, path);
                var count = 0;

                for (; clock.Elapsed < length && !cancellation.IsCancellationRequested; count++)
                {
                    client.SendRequest();
                }

                return count;
            },
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _connection.Dispose();

    private void SendRequest()
    {
        var stream = _connection.GetStream();
        stream.Write(_request);
        var length = 0;

        do
        {
            Array.Resize(ref _answer, length == _answer.Length ? 2 * length : _answer.Length);
            var read = stream.Read(_answer, length, _answer.Length - length);
            length = read > 0 ? length + read : throw new IOException("The connection was closed.");
        }
        while (!IsWhole(_answer.AsSpan(0, length)));

        if (!_answer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
        {
            throw new IOException(Encoding.UTF8.GetString(_answer, 0, length));
        }
    }

    /// <summary>Returns true if the last chunk has arrived, which is empty (RFC 9112, section 7.1); JSON escapes line breaks.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("\r\n0\r\n\r\n"u8);
}
