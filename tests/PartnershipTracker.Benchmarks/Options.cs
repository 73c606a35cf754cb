using System.Globalization;

namespace PartnershipTracker.Benchmarks;

/// <summary>The options of a run.</summary>
internal sealed record Options
{
    public const int Connections = 16;

    public const string Usage =
        "--meetings 100000 --rounds 5 --seconds 4 --keep folder (of a register to use again) --product folder (of a published build) "
        + "--only text (in the names of what to measure) --chart file (SVG)";

    public int Meetings { get; private init; } = 100_000;

    public int Rounds { get; private init; } = 5;

    public int Seconds { get; private init; } = 4;

    /// <summary>The folder that keeps the database server's data; null for a temporary one.</summary>
    public string? Keep { get; private init; }

    /// <summary>The folder of the product's build; null for the one in the repository.</summary>
    public string? Product { get; private init; }

    /// <summary>A part of the names of what to measure; null for everything.</summary>
    public string? Only { get; private init; }

    public string? Chart { get; private init; }

    /// <exception cref="FormatException">An option is unknown, or its value is no positive number.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();

        foreach (var pair in arguments.Chunk(2))
        {
            options = pair switch
            {
                ["--meetings", var number] => options with { Meetings = Number(number) },
                ["--rounds", var number] => options with { Rounds = Number(number) },
                ["--seconds", var number] => options with { Seconds = Number(number) },
                ["--keep", var folder] => options with { Keep = Path.GetFullPath(folder) },
                ["--product", var folder] => options with { Product = Path.GetFullPath(folder) },
                ["--only", var text] => options with { Only = text },
                ["--chart", var file] => options with { Chart = Path.GetFullPath(file) },
                _ => throw new FormatException($"{string.Join(' ', pair)}: the options are {Usage}"),
            };
        }

        return options;
    }

    public bool Includes(string name) => Only is null || name.Contains(Only, StringComparison.Ordinal);

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{text}: a positive whole number is required.");
}
