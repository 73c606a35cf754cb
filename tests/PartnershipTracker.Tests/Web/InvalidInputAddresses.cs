using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Features;
using static PartnershipTracker.Tests.Web.InvalidInputCase;

namespace PartnershipTracker.Tests.Web;

/// <summary>Unknown addresses, unsupported methods and invalid headers.</summary>
internal static class InvalidInputAddresses
{
    private const string NotFound = "404 not_found";
    private const string NoMethod = "405 method_not_allowed";
    private const string BadTag = "400 malformed_request If-Match malformed_etag";

    private const string Person = """{"name":{"en":"P"}}""";
    private const string Trip = """{"title":{"en":"T"},"date":"2024"}""";
    private const string Met = """{"title":{"en":"M"},"kind":"executive_meeting","status":"held","date":"2024"}""";
    private const string Collaboration = """{"affiliate":"sk-hynix","company":"nvidia","area":"hbm","stage":"active"}""";

    private static readonly (string Resource, string Body)[] Resources =
        [.. Catalog.Resources.All.Select(r => (r.Collection, BodyOf(r.Collection)))];

    private static string BodyOf(string resource) => resource switch
    {
        "trips" => Trip,
        "meetings" => Met,
        "collaborations" => Collaboration,
        "sources" => TestData.Source().ToJsonString(),
        "citations" => TestData.Citation(OpeningIds.Meeting(1)).ToJsonString(),
        _ => new JsonObject { [SampleRequests.NameOf(resource)] = TestData.Name("A") }.ToJsonString(),
    };

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>Every resource and method at an address with a malformed id.</summary>
    private static IEnumerable<InvalidInputCase> Malformed => Resources.SelectMany(r => new[]
    {
        Get($"a malformed id of {r.Resource}", $"{r.Resource}/No_Such.Id", NotFound),
        Put($"a PUT to a malformed id of {r.Resource}", $"{r.Resource}/No_Such.Id", r.Body, NotFound, ("If-Match", "*")),
        Patch($"a PATCH of a malformed id of {r.Resource}", $"{r.Resource}/No_Such.Id", "{}", NotFound),
        Send($"a DELETE of a malformed id of {r.Resource}", "DELETE", $"{r.Resource}/No_Such.Id", NotFound, ("If-Match", "*")),
        Get($"the history of a malformed id of {r.Resource}", $"{r.Resource}/No_Such.Id/history", NotFound),
    });

    public static IEnumerable<InvalidInputCase> Cases =>
        [.. Malformed, .. Addresses, .. Methods, .. Preconditions, .. MediaTypes, .. Headers, .. Early];

    private static readonly InvalidInputCase[] Addresses =
    [
        Get("the meetings of a malformed area", "areas/No_Such.Id/meetings", NotFound),
        Get("the meetings of a malformed trip", "trips/5/meetings", NotFound),
        Get("the participants of a malformed meeting", "meetings/5/participants", NotFound),
        Post("a participant for a malformed meeting", "meetings/5/participants", """{"organization":"nvidia","side":"theirs"}""", NotFound),
        Get("a malformed participant", $"{Meeting}/participants/5", NotFound),
        Get("a participant of another meeting", $"{Meeting}/participants/{OpeningIds.Participant(2, 1)}", NotFound),
        Send("a DELETE of a participant of another meeting", "DELETE", $"{Meeting}/participants/{OpeningIds.Participant(2, 1)}", NotFound),
        Get(
            "a participant's id without hyphens",
            $"{Meeting}/participants/{OpeningIds.Participant(1, 1).Replace("-", "", StringComparison.Ordinal)}",
            NotFound),
        Get("the areas of a malformed meeting", "meetings/5/areas", NotFound),
        Get("a malformed area of a meeting", $"{Meeting}/areas/No_Such.Id", NotFound),
        Send("a DELETE of a malformed area of a meeting", "DELETE", $"{Meeting}/areas/No_Such.Id", NotFound),
        Put("a link to a malformed area", $"{Meeting}/areas/No_Such.Id", """{"basis":"stated"}""",
            "422 unprocessable areaId unknown_reference"),
        Put("a link to an area that looks like a UUID", $"{Meeting}/areas/{OpeningIds.Trip}", """{"basis":"stated"}""",
            "422 unprocessable areaId unknown_reference"),
        Put("a link of a malformed meeting", "meetings/5/areas/hbm", """{"basis":"stated"}""", NotFound),
        Get("a UUID without hyphens", $"trips/{OpeningIds.Trip.Replace("-", "", StringComparison.Ordinal)}", NotFound),
        Get("a UUID in braces", $"trips/%7B{OpeningIds.Trip}%7D", NotFound),
        Get("a UUID after a space", $"trips/%20{OpeningIds.Trip}", NotFound),
        Get("a UUID with a sign in it", "trips/+19094ca-3c00-7000-8000-000000000100", NotFound),
        Get("the history of a UUID in braces", $"trips/%7B{OpeningIds.Trip}%7D/history", NotFound),
        Get("a UUID in capitals", $"trips/{OpeningIds.Trip.ToUpperInvariant()}", "200"),
        Get("the history of a UUID in capitals", $"trips/{OpeningIds.Trip.ToUpperInvariant()}/history", "200"),
        Get("a key in capitals", "companies/NVIDIA", NotFound),
        Get("a key of Hangul", "companies/%EC%97%94%EB%B9%84%EB%94%94%EC%95%84", NotFound),
        Get("a key with an escaped slash", "companies/nvidia%2Fhistory", NotFound),
        Get("a key with an escaped backslash", "companies/..%5C..%5Cappsettings.json", NotFound),
        Get("a key with bytes that are no UTF-8", "companies/%FF", "400 invalid_request companyId not_utf8"),
        Get("a key with half a character in UTF-8", "companies/a%ED%A0%80/history", "400 invalid_request companyId not_utf8"),
        Patch("a PATCH of a UUID with bytes that are no UTF-8", "trips/%C3%28", "{}", "400 invalid_request tripId not_utf8"),
        Get("a part with bytes that are no UTF-8", $"{Meeting}/areas/%FF", "400 invalid_request areaId not_utf8"),
        Get("a kind of problem with bytes that are no UTF-8", "/problems/%FF", "400 invalid_request code not_utf8"),
        Get("a key of an escaped escape", "companies/%25FF", NotFound),
        Get("a key with a bell", "companies/%07", NotFound),
        Get("a key of SQL", "companies/'%20OR%20'1'='1", NotFound),
        Get("a key of 2,000 letters", $"companies/{Times("a", 2000)}", NotFound),
        Get("the history of 2,000 letters", $"companies/{Times("a", 2000)}/history", NotFound),
        Get("a way up out of the address", "companies/../../../etc/passwd", NotFound),
        Get("an escaped way up", "companies/%2e%2e/%2e%2e/%2e%2e/etc/passwd", NotFound),
        Get("a slash after a list", "companies/", "200"),
        Get("two slashes", "companies//nvidia", NotFound),
        Get("an escaped letter", "compani%65s/nvidia", "200"),
        Get("a file of ours", "/appsettings.json", NotFound),
        Get("an unknown resource", "passwords", NotFound),
        Get("an unknown version", "/api/v9/companies", NotFound),
        Get("an unknown kind of problem", "/problems/no-such-problem", NotFound),
        Put("an id that is not the address's", "companies/nvidia", CompanyWith(""),
            "422 unprocessable #/id key_differs", ("If-Match", "*")),
    ];

    private static readonly InvalidInputCase[] Methods =
    [
        Post("a POST to one", "companies/nvidia", CompanyWith(""), NoMethod),
        Put("a PUT to a list", "companies", CompanyWith(""), NoMethod),
        Send("a DELETE of a list", "DELETE", "companies", NoMethod),
        Patch("a PATCH of a part", $"{Meeting}/areas/ai-services", "{}", NoMethod),
        Send("OPTIONS", "OPTIONS", "companies", NoMethod),
        Send("TRACE", "TRACE", "companies", NoMethod),
        Send("a method that there is not", "BREW", "companies", NoMethod),
        Send("a method in small letters", "get", "companies", "200"),
        Send("another method in a header", "POST", "companies/nvidia", NoMethod, ("X-HTTP-Method-Override", "DELETE")),
        Send("HEAD of a list", "HEAD", "companies", "200"),
        Send("HEAD of nothing", "HEAD", "companies/no-such-company", "404"),
        Send("HEAD of a bad query", "HEAD", "companies?limit=0", "400"),
    ];

    private static readonly InvalidInputCase[] Preconditions =
    [
        Patch("a tag without quotes", "companies/nvidia", "{}", BadTag, ("If-Match", "1")),
        Patch("a tag that does not end", "companies/nvidia", "{}", BadTag, ("If-Match", "\"1")),
        Patch("an empty tag", "companies/nvidia", "{}", BadTag, ("If-Match", "")),
        Patch("a tag with something after it", "companies/nvidia", "{}", BadTag, ("If-Match", "\"1\" or 1=1")),
        Patch("a weak tag", "companies/nvidia", "{}", "412 stale_version", ("If-Match", "W/\"1\"")),
        Patch("a version that was never", "companies/nvidia", "{}", "412 stale_version", ("If-Match", "\"99999999999\"")),
        Patch(
            "a thousand tags without the right one",
            "companies/nvidia",
            "{}",
            "412 stale_version",
            ("If-Match", string.Join(',', Enumerable.Range(1000, 1000).Select(n => $"\"{n}\"")))),
        Send("no precondition", "DELETE", "companies/tsmc", "428 precondition_required"),
        Send("a deletion of what must not be there", "DELETE", "companies/tsmc", "412 stale_version", ("If-None-Match", "*")),
        Put("a creation of what is there", "companies/nvidia", Person, "412 stale_version", ("If-None-Match", "*")),
        Put("a precondition that is none", "companies/nvidia", Person, "428 precondition_required", ("If-None-Match", "\"1\"")),
        Put("a malformed If-None-Match", "companies/nvidia", Person,
            "400 malformed_request If-None-Match malformed_etag", ("If-None-Match", "1")),
        Get("a malformed If-None-Match of a read", "companies/nvidia", "200", ("If-None-Match", "\"1")),
        Send("a deletion of what is referred to", "DELETE", "companies/nvidia", "409 still_referred_to # refers", ("If-Match", "*")),
    ];

    private static readonly InvalidInputCase[] MediaTypes =
    [
        Post("no media type", "companies", CompanyWith(""), "415 unsupported_media_type", ("Content-Type", null!)) with { Headers = [] },
        Post("the media type of a form", "companies", CompanyWith(""), "415 unsupported_media_type") with
        {
            Headers = [("Content-Type", "application/x-www-form-urlencoded")],
        },
        Post("a media type that is none", "companies", CompanyWith(""), "415 unsupported_media_type") with
        {
            Headers = [("Content-Type", "json")],
        },
        Post("the media type of a patch", "companies", CompanyWith(""), "415 unsupported_media_type") with
        {
            Headers = [("Content-Type", "application/merge-patch+json")],
        },
        Post("UTF-16 for a charset", "companies", CompanyWith(""), "415 unsupported_media_type") with
        {
            Headers = [("Content-Type", "application/json; charset=utf-16")],
        },
        Post("a charset that there is not", "companies", CompanyWith(""), "415 unsupported_media_type") with
        {
            Headers = [("Content-Type", "application/json; charset=klingon")],
        },
        Post("UTF-8 in capitals and quotes", "companies", CompanyWith("", "quoted-charset"), "201") with
        {
            Headers = [("Content-Type", "application/json; charset=\"UTF-8\"")],
        },
        Post("a compressed body", "companies", CompanyWith(""), "415 unsupported_media_type", ("Content-Encoding", "gzip")),
        Patch("JSON for a patch", "companies/nvidia", "{}", "415 unsupported_media_type", ("Content-Type", "application/json")),
        Patch("no media type for a patch", "companies/nvidia", "{}", "415 unsupported_media_type", ("Content-Type", null!)),
        Patch("UTF-16 for a patch's charset", "companies/nvidia", "{}",
            "415 unsupported_media_type", ("Content-Type", "application/merge-patch+json; charset=utf-16")),
        Get("an answer in XML", "companies/nvidia", "200", ("Accept", "application/xml")),
        Get("an answer in no JSON", "companies/nvidia", "200", ("Accept", "application/json;q=0")),
        Get("an answer in JSON, in capitals", "companies/nvidia", "200", ("Accept", "APPLICATION/JSON")),
        Get("an Accept header that is none", "companies/nvidia", "200", ("Accept", ";;;")),
        Get("a browser's Accept header", "companies/nvidia", "200",
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")),
    ];

    private static readonly InvalidInputCase[] Headers =
    [
        Patch("a reason with NUL", "companies/nvidia", "{}",
            "400 invalid_request Change-Reason control_character", ("Change-Reason", "a%00b")),
        Patch("a reason with half a character in UTF-8", "companies/nvidia", "{}",
            "400 invalid_request Change-Reason not_utf8", ("Change-Reason", "%ED%A0%80")),
        Patch("a reason with a broken escape", "companies/nvidia", "{}",
            "400 invalid_request Change-Reason not_utf8", ("Change-Reason", "%EC%98%A4%ED%83")),
        Patch("a reason of 501 letters", "companies/nvidia", "{}",
            "400 invalid_request Change-Reason too_long", ("Change-Reason", Times("a", 501))),
        Patch("a reason of 300 emoji", "companies/nvidia", "{}", "200", ("Change-Reason", Times("%F0%9F%98%80", 300))),
        Patch("a reason in Korean", "companies/nvidia", "{}", "200", ("Change-Reason", "오타 수정")),
        Get("a language that there is not", "companies?limit=0",
            "400 invalid_request limit not_a_number", ("Accept-Language", "xx-!!;q=9,,*")),
        Get("another host", "companies?limit=1", "400 malformed_request Host unknown_host", ("Host", "evil.example")),
        Get("a forwarded host", "companies?limit=1", "200", ("X-Forwarded-Host", "evil.example"), ("X-Original-URL", "/api/v1/people")),
        Post("a length and chunks", "companies", "0\r\n\r\n",
            "400 malformed_request # malformed", ("Content-Length", "5"), ("Transfer-Encoding", "chunked")),
    ];
    /// <summary>Requests that break the rules of HTTP, which the server refuses before the application.</summary>
    private static IEnumerable<InvalidInputCase> Early => new[]
    {
        Get("a host with SQL", "companies", "400 malformed_request", ("Host", "a'; DROP TABLE changes")),
        Get("two hosts", "companies", "400 malformed_request", ("Host", "localhost"), ("Host", "evil.example")),
        Get("no host", "companies", "400 malformed_request", ("Host", null!)),
        Get("NUL in an address", "companies/%00", "400 malformed_request"),
        Get("Hangul that is not escaped", "companies/엔비디아", "400 malformed_request"),
        Get("Hangul that is not escaped in a query", "companies?q=엔비디아", "400 malformed_request"),
        Get("an address of 9,000 letters", $"companies?q={Times("a", 9000)}", "414 uri_too_long"),
        Get("a header of 40,000 letters", "companies", "431 headers_too_large", ("X-Long", Times("a", 40_000))),
        Get("200 headers", "companies", "431 headers_too_large", [.. Enumerable.Range(0, 200).Select(n => ($"X-{n}", "a"))]),
        Get("a header without a name", "companies", "400 malformed_request", ("", "a")),
        Post("two lengths", "companies", "{}", "400 malformed_request", ("Content-Length", "7")),
        Send("a length below zero", "POST", "companies", "400 malformed_request", ("Content-Length", "-1")),
        Send("a version of HTTP that there is not", "GET", "companies HTTP/3.7\r\nX-Rest:", "505 http_version_not_supported"),
        Send("HEAD of an address of 9,000 letters", "HEAD", $"companies?q={Times("a", 9000)}", "414"),
    }.Select(c => c with { IsEarly = true });
}
