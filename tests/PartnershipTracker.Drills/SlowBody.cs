using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PartnershipTracker.Drills;

/// <summary>A request body whose second half is sent some time after a task completes.</summary>
internal sealed class SlowBody : HttpContent
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(500);

    private readonly byte[] _body;
    private readonly Task _go;

    public SlowBody(MeetingCreation creation, Task go)
    {
        (_body, _go) = (Encoding.UTF8.GetBytes(creation.Meeting.ToJsonString()), go);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2));
        await stream.FlushAsync();
        await _go;
        await Task.Delay(Later);
        await stream.WriteAsync(_body.AsMemory(_body.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;

        return true;
    }
}
