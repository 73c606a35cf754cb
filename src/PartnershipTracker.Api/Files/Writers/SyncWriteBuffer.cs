namespace PartnershipTracker.Files.Writers;

/// <summary>
/// A stream that keeps synchronous writes until the next asynchronous one. A ZIP archive closes its entries with a few synchronous bytes,
/// which Kestrel refuses because they would block a thread on a slow client.
/// </summary>
internal sealed class SyncWriteBuffer(Stream body) : Stream
{
    private readonly MemoryStream _kept = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _kept.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _kept.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Release(cancellationToken);
        await body.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
        // the kept bytes wait for the next asynchronous write
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Release(cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _kept.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask Release(CancellationToken cancellation)
    {
        if (_kept.Length > 0)
        {
            await body.WriteAsync(_kept.GetBuffer().AsMemory(0, (int)_kept.Length), cancellation);
            _kept.SetLength(0);
        }
    }
}
