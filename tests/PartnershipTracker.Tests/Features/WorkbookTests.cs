using System.IO.Compression;
using PartnershipTracker.Files.Writers;
using Workbook = PartnershipTracker.Files.Writers.Workbook;

namespace PartnershipTracker.Tests.Features;

/// <summary>A workbook with more rows than a sheet takes.</summary>
public sealed class WorkbookTests
{
    private static readonly ExportMetadata Metadata = new("http://localhost/", [], DateTimeOffset.UnixEpoch, "test");

    [ProcessFact]
    public async Task More_rows_than_a_sheet_takes_continue_on_a_second_one_and_are_sent_while_they_are_read()
    {
        var file = new AsyncOnlyStream();
        var sentHalfway = 0L;

        await Workbook.Write(file, [Sheet.Of("rows", Rows())], Metadata, TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(file.Content);

        Assert.True(sentHalfway > file.Content.Length / 4, $"{sentHalfway} of {file.Content.Length}");
        Assert.Equal((Workbook.MaxRows + 1, "number"), await Read(zip, 1));
        Assert.Equal((3, "number"), await Read(zip, 2));
        Assert.Equal((5, "what"), await Read(zip, 3)); // the header, the url, the instant, the caller and the count

        async IAsyncEnumerable<Row> Rows()
        {
            for (var number = 1; number <= Workbook.MaxRows + 2; number++)
            {
                sentHalfway = number == Workbook.MaxRows / 2 ? file.Content.Length : sentHalfway;

                yield return new(number);
            }

            await Task.CompletedTask;
        }
    }

    private static async Task<(int Rows, string First)> Read(ZipArchive zip, int number)
    {
        using var text = new StreamReader(await zip.GetEntry($"xl/worksheets/sheet{number}.xml")!.OpenAsync());
        var sheet = await text.ReadToEndAsync(TestContext.Current.CancellationToken);

        return (sheet.Split("<row ").Length - 1, sheet.Split("<t xml:space=\"preserve\">")[1].Split('<')[0]);
    }

    public sealed record Row(int Number);

    /// <summary>A response body that refuses synchronous writes, as that of Kestrel does.</summary>
    private sealed class AsyncOnlyStream : Stream
    {
        public MemoryStream Content { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Flush();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Content.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Content.WriteAsync(buffer, cancellationToken);
    }
}
