using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Sends raw bytes over a socket, since an HttpClient corrects or refuses many invalid requests.
/// </summary>
internal static class RawHttp
{
    /// <summary>Returns the response; its status is 0 if the server closed the connection without one.</summary>
    public static async Task<ApiResponse> Send(Uri server, byte[] request)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellation);
        await using var stream = socket.GetStream();
        using var received = new MemoryStream();
        var receiving = Receive(stream, received);

        try
        {
            await stream.WriteAsync(request, cancellation);
        }
        catch (IOException)
        {
            // The server responded before it had read everything, and closed the connection.
        }

        await receiving.WaitAsync(TimeSpan.FromSeconds(20), cancellation);

        return Read(received.ToArray());
    }

    private static async Task Receive(NetworkStream stream, MemoryStream received)
    {
        try
        {
            await stream.CopyToAsync(received);
        }
        catch (IOException)
        {
            // A reset after the response; the bytes received before it are kept.
        }
    }

    private static ApiResponse Read(byte[] received)
    {
        var end = received.AsSpan().IndexOf("\r\n\r\n"u8);

        if (end < 0)
        {
            return new("", default, new Dictionary<string, string>(), "");
        }

        var lines = Encoding.Latin1.GetString(received, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).GroupBy(l => l[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(l => l[1])), StringComparer.OrdinalIgnoreCase);
        var body = received[(end + 4)..];

        return new(
            "",
            (HttpStatusCode)int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            headers,
            Encoding.UTF8.GetString(headers.GetValueOrDefault("Transfer-Encoding") is "chunked" ? Unchunked(body) : body));
    }

    private static byte[] Unchunked(ReadOnlySpan<byte> chunks)
    {
        var whole = new List<byte>();

        while (true)
        {
            var line = chunks.IndexOf("\r\n"u8);
            var length = int.Parse(chunks[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

            if (length == 0)
            {
                return [.. whole];
            }

            whole.AddRange(chunks.Slice(line + 2, length));
            chunks = chunks[(line + 4 + length)..];
        }
    }
}
