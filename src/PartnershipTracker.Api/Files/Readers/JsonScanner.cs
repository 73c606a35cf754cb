using System.Buffers;
using System.Text.Json;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Files.Readers;

/// <summary>Walks through a JSON file of any size, a token or a whole value at a time, and knows the line of each.</summary>
/// <param name="file">The file, at the place where to begin.</param>
/// <param name="line">The line that this is on.</param>
internal sealed class JsonScanner(Stream file, int line)
{
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,:"u8);

    private readonly long _from = file.Position;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _read;
    private int _pending;
    private bool _isLast;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth + 2 });

    /// <summary>The line of what was read last.</summary>
    public int Line { get; private set; } = line;

    /// <summary>Where in the file what was read last begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The name, after a token that is one.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The bytes of the value, after <see cref="Value"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The next token; none at the end.</summary>
    public JsonTokenType Next()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);

            if (reader.Read())
            {
                Name = reader.TokenType is JsonTokenType.PropertyName ? reader.GetString()! : "";
                Advance(reader);

                return reader.TokenType;
            }

            if (_isLast)
            {
                return JsonTokenType.None;
            }

            Fill();
        }
    }

    /// <summary>The whole value that comes next; false at the end of the list.</summary>
    public bool Value()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);

            var isThere = reader.Read();
            var isEnd = isThere && reader.TokenType is JsonTokenType.EndArray;

            if (isEnd || (isThere && reader.TrySkip()))
            {
                Advance(reader);

                return !isEnd;
            }

            Fill();
        }
    }

    private void Advance(Utf8JsonReader reader)
    {
        var (begins, length) = (FirstByte(reader), (int)reader.BytesConsumed);
        Line += _buffer.AsSpan(_start, begins).Count((byte)'\n');
        _pending = _buffer.AsSpan(_start + begins, length - begins).Count((byte)'\n');
        Offset = _from + _read - (_end - _start) + begins;
        Bytes = _buffer.AsMemory(_start + begins, length - begins);
        (_start, _state) = (_start + length, reader.CurrentState);
    }

    /// <summary>Of a value that was skipped, the reader remembers its end: it begins after white space, commas and colons.</summary>
    private int FirstByte(Utf8JsonReader reader)
    {
        Line += _pending;
        _pending = 0;

        return _buffer.AsSpan(_start, (int)reader.BytesConsumed).IndexOfAnyExcept(Between) is >= 0 and var at ? at : 0;
    }

    private void Fill()
    {
        var kept = _end - _start;

        if (kept > ImportRow.MaxBytes)
        {
            throw new JsonFaultException("item_too_large");
        }

        var target = kept * 2 > _buffer.Length ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, kept);
        var more = file.Read(_buffer, _end, _buffer.Length - _end);
        (_end, _read, _isLast) = (_end + more, _read + more, more == 0);
    }
}
