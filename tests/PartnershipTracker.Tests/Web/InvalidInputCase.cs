using System.Globalization;
using System.Text;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// An invalid or unusual request and the expected response: the status, the code of the problem, and the position and code of its first
/// fault.
/// </summary>
internal sealed record InvalidInputCase(string Name, string Method, string Path, string Expected)
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";

    public byte[]? Body { get; init; }

    public (string Name, string Value)[] Headers { get; init; } = [];

    public int Status => int.Parse(Expected.Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>True if the response is a problem, as all refusals are.</summary>
    public bool IsProblem => Status >= 400 && Method != "HEAD";

    /// <summary>True if the HTTP server refuses the request before it has read the accepted languages.</summary>
    public bool IsEarly { get; init; }

    /// <summary>True if the request may change the register.</summary>
    public bool Changes => Status is 201 or 204 || (Status == 200 && Method is "PUT" or "PATCH");

    /// <summary>A meeting of the opening data.</summary>
    public static string Meeting => $"meetings/{OpeningIds.Meeting(1)}";

    public static InvalidInputCase Get(string name, string path, string expected, params (string, string)[] headers) =>
        new(name, "GET", path, expected) { Headers = headers };

    public static InvalidInputCase Send(string name, string method, string path, string expected, params (string, string)[] headers) =>
        new(name, method, path, expected) { Headers = headers };

    public static InvalidInputCase Post(string name, string path, string body, string expected, params (string, string)[] headers) =>
        new(name, "POST", path, expected) { Body = Encoding.UTF8.GetBytes(body), Headers = [("Content-Type", Json), .. headers] };

    public static InvalidInputCase Put(string name, string path, string body, string expected, params (string, string)[] headers) =>
        new(name, "PUT", path, expected) { Body = Encoding.UTF8.GetBytes(body), Headers = [("Content-Type", Json), .. headers] };

    /// <summary>Creates a merge patch with a valid If-Match unless a header sets another.</summary>
    public static InvalidInputCase Patch(string name, string path, string body, string expected, params (string Name, string)[] headers) =>
        new(name, "PATCH", path, expected)
        {
            Body = Encoding.UTF8.GetBytes(body),
            Headers = [.. Patching.Where(p => headers.All(h => h.Name != p.Item1)), .. headers],
        };

    /// <summary>Creates a POST of a company with a key, a name, and these members.</summary>
    public static InvalidInputCase Company(string name, string members, string expected) =>
        Post(name, "companies", CompanyWith(members), expected);

    public static string CompanyWith(string members, string? id = null) =>
        $$"""{"id":"{{id ?? "invalid"}}","name":{"ko":"이름"}{{(members is "" ? "" : "," + members)}}}""";

    /// <summary>Creates a POST of a meeting with the required and these members.</summary>
    public static InvalidInputCase Held(string name, string members, string expected) =>
        Post(
            name,
            "meetings",
            $$"""{"title":{"en":"M"},"kind":"executive_meeting","status":"held","date":"2024-05-02",{{members}}}""",
            expected);

    /// <summary>Creates a POST of a trip with this date.</summary>
    public static InvalidInputCase Dated(string name, string date, string expected) =>
        Post(name, "trips", $$"""{"title":{"en":"T"},"date":{{date}}}""", expected);

    /// <summary>Returns the request with an API key, unless it sets a credential itself.</summary>
    public InvalidInputCase With(string secret) =>
        Array.Exists(Headers, h => h.Name is "Authorization" or "X-Api-Key")
            ? this
            : this with { Headers = [.. Headers, ("X-Api-Key", secret)] };

    /// <summary>Returns the bytes of the request.</summary>
    public byte[] Bytes()
    {
        var target = Path[0] is '/' or '*' ? Path : $"{TrackerApp.Api}/{Path}";
        var given = Headers.Select(h => h.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var head = new StringBuilder($"{Method} {target} HTTP/1.1\r\nConnection: close\r\n");

        if (!given.Contains("Host"))
        {
            head.Append("Host: localhost\r\n");
        }

        if (Body is not null && !given.Contains("Transfer-Encoding"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        // A value of null removes a default header.
        foreach (var (name, value) in Headers.Where(h => h.Value is not null))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. Body ?? []];
    }

    public override string ToString() => Name;

    private static readonly (string, string)[] Patching = [("Content-Type", MergePatch), ("If-Match", "*")];
}
