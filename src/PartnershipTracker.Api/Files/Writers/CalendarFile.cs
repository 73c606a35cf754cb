using System.Text;

namespace PartnershipTracker.Files.Writers;

public enum EventStatus
{
    Confirmed,
    Tentative,
    Cancelled,
}

/// <summary>An event of one or more whole days.</summary>
/// <param name="Id">The id, which is the same in every version.</param>
/// <param name="Version">The version, which rises with every change.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
/// <param name="Status">The status.</param>
/// <param name="Summary">The title.</param>
/// <param name="Location">The place.</param>
/// <param name="Description">The text below the title.</param>
public sealed record CalendarEvent(
    Guid Id, int Version, DateTimeOffset UpdatedAt, DateOnly First, DateOnly Last, EventStatus Status, string Summary,
    string? Location, string? Description);

/// <summary>A calendar to subscribe to (RFC 5545; RFC 7986 for the refresh interval).</summary>
/// <param name="name">The name of the file, without date and extension.</param>
/// <param name="title">The name of the calendar.</param>
/// <param name="events">The events, which are read one by one.</param>
public sealed class CalendarFile(string name, string title, ExportRows<CalendarEvent> events) : ExportedFile(name, events.Reads)
{
    private const int MaxOctets = 75;

    private static readonly string[] Head =
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Partnership Tracker//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ];

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        var begun = await Begin(events.Items, http.RequestAborted);
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 32 * 1024, leaveOpen: true);
        await text.WriteAsync(Folded([.. Head, $"NAME:{Escaped(title)}", $"X-WR-CALNAME:{Escaped(title)}"]));

        await foreach (var one in begun.WithCancellation(http.RequestAborted))
        {
            await text.WriteAsync(Folded(Lines(one)));
        }

        await text.WriteAsync(Folded(["END:VCALENDAR"]));
    }

    private static IEnumerable<string> Lines(CalendarEvent one)
    {
        yield return "BEGIN:VEVENT";
        yield return $"UID:{one.Id}@partnership-tracker";
        yield return $"DTSTAMP:{Printed(one.UpdatedAt)}";
        yield return $"LAST-MODIFIED:{Printed(one.UpdatedAt)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Version - 1}");
        yield return $"DTSTART;VALUE=DATE:{Printed(one.First)}";
        yield return $"DTEND;VALUE=DATE:{Printed(one.Last.AddDays(1))}"; // exclusive
        yield return $"STATUS:{one.Status.ToString().ToUpperInvariant()}";
        yield return "TRANSP:TRANSPARENT"; // it does not block the subscriber's time
        yield return $"SUMMARY:{Escaped(one.Summary)}";

        if (one.Location is not null)
        {
            yield return $"LOCATION:{Escaped(one.Location)}";
        }

        if (one.Description is not null)
        {
            yield return $"DESCRIPTION:{Escaped(one.Description)}";
        }

        yield return "END:VEVENT";
    }

    private static string Printed(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Printed(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal)
        .Replace(",", @"\,", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    /// <summary>Folds lines at 75 octets without splitting a character. A continuation begins with a space.</summary>
    private static string Folded(IEnumerable<string> lines)
    {
        var folded = new StringBuilder();

        foreach (var line in lines)
        {
            var octets = 0;

            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > MaxOctets)
                {
                    folded.Append("\r\n ");
                    octets = 1;
                }

                folded.Append(rune.ToString());
                octets += rune.Utf8SequenceLength;
            }

            folded.Append("\r\n");
        }

        return folded.ToString();
    }
}
