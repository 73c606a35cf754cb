using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>A block of a stream: a change, or a comment with an id.</summary>
internal sealed record StreamBlock(string Id, JsonNode? Data, string Text);

/// <summary>A client of a stream of changes, which reads it as the HTML Standard says.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _text;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _text) = (response, new StreamReader(body, Encoding.UTF8));

    public HttpResponseMessage Response => _response;

    /// <summary>The id with which a client connects again.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Sends the request of a stream.</summary>
    public static async Task<HttpResponseMessage> Ask(TrackerApp app, string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TrackerApp.Api}/changes?{query}");
        request.Headers.Add("Accept", "text/event-stream");
        headers.ToList().ForEach(h => request.Headers.TryAddWithoutValidation(h.Name, h.Value));

        return await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the refusal of a stream; null if it is not refused, and then it is closed.</summary>
    public static async Task<ApiResponse?> Refusal(TrackerApp app, string query, params (string Name, string Value)[] headers)
    {
        using var response = await Ask(app, query, headers);

        return response.IsSuccessStatusCode ? null : await ApiResponse.Read(response, query);
    }

    /// <summary>Opens a stream, and reads the comment at its beginning.</summary>
    public static async Task<EventReader> Open(TrackerApp app, string query, params (string Name, string Value)[] headers)
    {
        var response = await Ask(app, query, headers);
        Assert.Equal(
            (HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, $"{response.Content.Headers.ContentType}"));
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Null((await reader.Next())!.Data);

        return reader;
    }

    /// <summary>Returns the next block; null at the end of the stream.</summary>
    public async Task<StreamBlock?> Next()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Timeout);
        var (text, data, id) = (new StringBuilder(), default(string), "");

        while (await _text.ReadLineAsync(end.Token) is { } line)
        {
            if (line.Length == 0)
            {
                LastId = id;

                return new(id, data is null ? null : JsonNode.Parse(data), text.ToString());
            }

            text.AppendLine(line);
            data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : data;
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
        }

        return null;
    }

    /// <summary>Returns the next change in a line.</summary>
    public async Task<string> NextLine()
    {
        StreamBlock? block;

        do
        {
            block = await Next();
            Assert.NotNull(block);
        }
        while (block.Data is null);

        return Changes.Line(block.Data);
    }

    /// <summary>Reads on to the end of the stream, without a change on the way.</summary>
    public async Task ReadToEnd()
    {
        while (await Next() is { } block)
        {
            Assert.Null(block.Data);
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _response.Dispose();
    }
}
