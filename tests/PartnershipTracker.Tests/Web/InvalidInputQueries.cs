using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using static PartnershipTracker.Tests.Web.InvalidInputCase;

namespace PartnershipTracker.Tests.Web;

/// <summary>Invalid and unusual query strings.</summary>
internal static class InvalidInputQueries
{
    private const string BadCursor = "400 invalid_request cursor invalid_cursor";
    private const string BadLimit = "400 invalid_request limit not_a_number";
    private const string BadInstant = "400 invalid_request updatedSince not_an_instant";

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>Creates a cursor with a valid digest, which is not a secret, so that a caller can forge its content.</summary>
    private static InvalidInputCase Forged(string name, string keys, string list = "companies", string sort = "")
    {
        var query = sort is "" ? "" : $"?sort={sort}";
        var body = Encoding.UTF8.GetBytes(keys);
        var digest = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{TrackerApp.Api}/{list}{query}"), 0, .. body])[..12];

        return Get(name, $"{list}{(query is "" ? "?" : query + "&")}cursor={Base64Url.EncodeToString([.. digest, .. body])}", BadCursor);
    }

    private static string Plain(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static IEnumerable<InvalidInputCase> Cases => [.. Pages, .. Cursors, .. Texts, .. Instants, .. Filters, .. Unasked];

    private static readonly InvalidInputCase[] Pages =
    [
        Get("no items", "companies?limit=0", BadLimit),
        Get("fewer than no items", "companies?limit=-1", BadLimit),
        Get("one item too many", "companies?limit=201", BadLimit),
        Get("very many items", "companies?limit=999999999999999999999", BadLimit),
        Get("one and a half items", "companies?limit=1.5", BadLimit),
        Get("a limit in words", "companies?limit=abc", BadLimit),
        Get("an empty limit", "companies?limit=", BadLimit),
        Get("a limit without a value", "companies?limit", BadLimit),
        Get("a limit with a sign", "companies?limit=%2B5", BadLimit),
        Get("a limit with white space", "companies?limit=%205", BadLimit),
        Get("a limit in hexadecimal", "companies?limit=0x10", BadLimit),
        Get("a limit in full-width digits", "companies?limit=%EF%BC%95", BadLimit),
        Get("a limit with NUL", "companies?limit=5%00", "400 invalid_request limit control_character"),
        Get("two limits", "companies?limit=1&limit=2", "400 invalid_request limit repeated_parameter"),
        Get("a limit with leading zeros", "companies?limit=0005", "200"),
        Get("a name in another case", "companies?Limit=5", "400 invalid_request Limit unknown_parameter"),
        Get("an escaped name", "companies?li%6Dit=5", "200"),
        Get("a count that is neither", "companies?count=maybe", "400 invalid_request count unknown_value"),
        Get("a count in capitals", "companies?count=TRUE", "400 invalid_request count unknown_value"),
        Get("a sort key that there is not", "companies?sort=password", "400 invalid_request sort unknown_value"),
        Get("a sort key with SQL", "companies?sort=name;DROP%20TABLE%20changes", "400 invalid_request sort unknown_value"),
        Get("two sort keys in one", "companies?sort=name,id", "400 invalid_request sort unknown_value"),
        Get("an empty sort key", "companies?sort=", "400 invalid_request sort unknown_value"),
    ];

    private static readonly InvalidInputCase[] Cursors =
    [
        Get("an empty cursor", "companies?cursor=", "400 invalid_request cursor blank"),
        Get("a cursor that is no base64", "companies?cursor=%21%21%21", BadCursor),
        Get("a cursor of one letter", "companies?cursor=A", BadCursor),
        Get("a cursor of nothing but a digest", "companies?cursor=AAAAAAAAAAAAAAAA", BadCursor),
        Get("a cursor of an object", $"companies?cursor={Plain("{\"id\":\"a\"}")}", BadCursor),
        Get("a cursor of SQL", $"companies?cursor={Plain("['a', 'b') OR 1=1 --']")}", BadCursor),
        Get("a cursor of 5,000 letters", $"companies?cursor={Times("A", 5000)}", "400 invalid_request cursor too_long"),
        Get("two cursors", "companies?cursor=a&cursor=b", "400 invalid_request cursor repeated_parameter"),
        Get("a cursor in Hangul", "companies?cursor=%EA%B0%80", BadCursor),
        Forged("a forged cursor of null", "null"),
        Forged("a forged cursor of an object", "{}"),
        Forged("a forged cursor of no JSON", "["),
        Forged("a forged cursor without keys", "[]"),
        Forged("a forged cursor with a key too few", "[\"a\"]"),
        Forged("a forged cursor with a key too many", "[\"a\",\"a\",\"a\"]"),
        Forged("a forged cursor with null for a key", "[null,\"a\"]"),
        Forged("a forged cursor with numbers for texts", "[1,2]"),
        Forged("a forged cursor with NUL", @"[""a\u0000"",""a""]"),
        Forged("a forged cursor with half a character", @"[""\ud800"",""a""]"),
        Forged("a forged cursor of a thousand levels", Times("[", 500) + Times("]", 500)),
        Forged("a forged cursor with texts for dates", "[\"a\",\"b\",1,\"c\"]", "meetings"),
        Forged("a forged cursor with a number beyond 32 bits",
            "[\"2024-01-01\",\"2024-01-01\",1e99,\"019094ca-3c00-7000-8000-000000000201\"]", "meetings"),
        Forged("a forged cursor with null for an id", "[\"2024-01-01\",\"2024-01-01\",1,null]", "meetings"),
        Forged("a forged cursor with an instant of no offset", "[\"yesterday\",\"a\"]", "companies", "updatedAt"),
        Forged("a forged cursor with an instant of Seoul", "[\"2024-01-01T00:00:00+09:00\",\"a\"]", "companies", "updatedAt") with
        {
            Expected = "200",
        },
    ];

    private static readonly InvalidInputCase[] Texts =
    [
        Get("NUL in a search", "companies?q=a%00b", "400 invalid_request q control_character"),
        Get("an override of the direction in a search", "companies?q=%E2%80%AE", "400 invalid_request q bidi_control"),
        Get("a search for nothing", "companies?q=", "400 invalid_request q blank"),
        Get("a search for white space", "companies?q=%20%20", "400 invalid_request q blank"),
        Get("a search of two lines", "companies?q=a%0Ab", "400 invalid_request q single_line"),
        Get("a search of 201 letters", $"companies?q={Times("a", 201)}", "400 invalid_request q too_long"),
        Get("a search of 200 emoji", $"companies?q={Times("%F0%9F%98%80", 200)}", "200"),
        Get("a search of 100 syllables in parts", $"companies?q={Times("%E1%84%92%E1%85%A1%E1%86%AB", 100)}", "200"),
        Get("a search of bytes that are no UTF-8", "companies?q=%FF%FE", "400 invalid_request q not_utf8"),
        Get("a search of half a character in UTF-8", "search?q=%ED%A0%80", "400 invalid_request q not_utf8"),
        Get("a filter with bytes that are no UTF-8", "meetings?company=nvidia&company=a%C3%28", "400 invalid_request company not_utf8"),
        Get("a file with bytes that are no UTF-8 in its filter", "meetings.csv?area=%FF", "400 invalid_request area not_utf8"),
        Post("bytes that are no UTF-8 in the query of an import", "imports?mode=%FF", "{}", "400 invalid_request mode not_utf8"),
        Post("a feed with bytes that are no UTF-8 in its query", "feeds", """{"id":"invalid","view":"coverage.svg","query":"area=%FF"}""",
            "400 invalid_request area not_utf8"),
        Get("a search of an escaped escape", "companies?q=%25FF", "200"),
        Get("a search with a broken escape", "companies?q=%zz", "200"),
        Get("a search for SQL", "companies?q=%27%20OR%201=1%20--", "200"),
        Get("a search for a backslash", "companies?q=%5C", "200"),
        Get("a search of everything for nothing", "search", "400 invalid_request q required"),
        Get("a search of everything for white space", "search?q=%20", "400 invalid_request q blank"),
        Get("a search of everything for NUL", "search?q=%00", "400 invalid_request q control_character"),
        Get("a search of everything for a noncharacter", "search?q=a%EF%BF%BE", "400 invalid_request q control_character"),
        Get("a search of everything for 201 letters", $"search?q={Times("a", 201)}", "400 invalid_request q too_long"),
        Get("a search of everything for 4000 letters", $"search?q={Times("a", 4000)}", "400 invalid_request q too_long"),
        Get("a search of everything for 200 letters that are 18 each", $"search?q={Times("%EF%B7%BA", 200)}", "200"),
        Get("a search of everything for emoji", $"search?q={Times("%F0%9F%98%80", 200)}", "200"),
        Get("a search of everything for lone jamo", "search?q=%E3%85%8F%E3%84%B3%E1%86%AB", "200"),
        Get("a search of everything for a backslash", "search?q=%5C%5C%5C", "200"),
        Get("a search of everything for a hyphen", "search?q=-", "200"),
        Get("a search of what there is not", "search?q=a&type=keys", "400 invalid_request type unknown_value"),
        Get("a search with a cursor", "search?q=a&cursor=x", "400 invalid_request cursor unknown_parameter"),
        Get("a search of 201 items", "search?q=a&limit=201", BadLimit),
        Get("suggestions for nothing", "search/suggestions?q=", "400 invalid_request q blank"),
        Get("suggestions without a beginning", "search/suggestions", "400 invalid_request q required"),
        Get("suggestions of NUL", "search/suggestions?q=%00", "400 invalid_request q control_character"),
        Get("two searches", "companies?q=a&q=b", "400 invalid_request q repeated_parameter"),
    ];

    private static readonly InvalidInputCase[] Instants =
    [
        Get("an instant without an offset", "companies?updatedSince=2024-07-09T00:00:00", BadInstant),
        Get("an instant with a plus sign that became a space", "companies?updatedSince=2024-07-09T00:00:00+09:00", BadInstant),
        Get("an instant with a space for a T", "companies?updatedSince=2024-07-09%2000:00:00Z", BadInstant),
        Get("an instant of the year 1", "companies?updatedSince=0001-01-01T00:00:00Z", BadInstant),
        Get("an instant before the year 1", "companies?updatedSince=0001-01-01T00:00:00%2B09:00", BadInstant),
        Get("the last instant of .NET", "companies?updatedSince=9999-12-31T23:59:59.9999999Z", BadInstant),
        Get("an instant after the last", "companies?updatedSince=9999-12-31T23:59:59-09:00", BadInstant),
        Get("24 o'clock", "companies?updatedSince=2024-07-09T24:00:00Z", BadInstant),
        Get("an offset that no clock has", "companies?updatedSince=2024-07-09T00:00:00%2B25:00", BadInstant),
        Get("an offset without a colon", "companies?updatedSince=2024-07-09T00:00:00%2B0900", BadInstant),
        Get("a date for an instant", "companies?updatedSince=2024-07-09", BadInstant),
        Get("seconds since 1970", "companies?updatedSince=1720483200", BadInstant),
        Get("an instant of Seoul", "companies?updatedSince=2024-07-09T00:00:00%2B09:00", "200"),
        Get("an instant with seven digits of a second", "companies?updatedSince=2024-07-09T00:00:00.1234567Z", "200"),
        Get("a period that runs back", "meetings?from=2024-07-01&to=2024-06-30", "400 invalid_request to before_start"),
        Get("a day that February has not", "meetings?from=2024-02-30", "400 invalid_request from not_a_date"),
        Get("a month for a day", "meetings?to=2024-06", "400 invalid_request to not_a_date"),
        Get("a day before the first", "meetings?from=1899-12-31", "400 invalid_request from not_a_date"),
        Get("a day after the last", "trips?to=2201-01-01", "400 invalid_request to not_a_date"),
        Get("an empty day", "meetings?from=", "400 invalid_request from not_a_date"),
        Get("a day with a time", "meetings?from=2024-07-09T00:00:00Z", "400 invalid_request from not_a_date"),
        Get("a day in full-width digits", "meetings?from=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%94-01-01",
            "400 invalid_request from not_a_date"),
        Get("a match that is neither", "meetings?match=perhaps", "400 invalid_request match unknown_value"),
    ];

    private static readonly InvalidInputCase[] Filters =
    [
        Get("a trip that is no UUID", "meetings?trip=5", "400 invalid_request trip not_an_id"),
        Get("a trip in braces", $"meetings?trip=%7B{OpeningIds.Trip}%7D", "400 invalid_request trip not_an_id"),
        Get("a trip with white space", $"meetings?trip=%20{OpeningIds.Trip}", "400 invalid_request trip not_an_id"),
        Get("a trip with a sign in it", "meetings?trip=+19094ca-3c00-7000-8000-000000000100", "400 invalid_request trip not_an_id"),
        Get("a trip in hexadecimal with 0x", "meetings?trip=0x9094ca-3c00-7000-8000-000000000100", "400 invalid_request trip not_an_id"),
        Get("a trip in capitals", $"meetings?trip={OpeningIds.Trip.ToUpperInvariant()}", "200"),
        Get("one trip that is none among others", $"meetings?trip={OpeningIds.Trip}&trip=x", "400 invalid_request trip not_an_id"),
        Get("a key in capitals", "meetings?company=NVIDIA", "400 invalid_request company pattern"),
        Get("a key with NUL", "meetings?company=nvidia%00", "400 invalid_request company control_character"),
        Get("a key of 65 letters", $"meetings?company={Times("a", 65)}", "400 invalid_request company too_long"),
        Get("an empty key", "meetings?area=", "400 invalid_request area blank"),
        Get("a key with a line break after it", "meetings?area=hbm%0A", "400 invalid_request area pattern"),
        Get("a list in one key", "meetings?company=nvidia,tsmc", "400 invalid_request company pattern"),
        Get("a key that nothing has", "meetings?company=no-such-company", "200"),
        Get("a key that looks like a UUID", $"meetings?company={OpeningIds.Trip}", "200"),
        Get("a status that there is not", "meetings?status=postponed", "400 invalid_request status unknown_value"),
        Get("a status by number", "meetings?status=1", "400 invalid_request status unknown_value"),
        Get("a status in capitals", "meetings?status=HELD", "400 invalid_request status unknown_value"),
        Get("an empty status", "meetings?status=", "400 invalid_request status unknown_value"),
        Get("two of a kind in one", "meetings?kind=site_visit,executive_meeting", "400 invalid_request kind unknown_value"),
        Get("a basis that there is not", "meetings?basis=guessed", "400 invalid_request basis unknown_value"),
        Get("a stage that there is not", "collaborations?stage=rumoured", "400 invalid_request stage unknown_value"),
        Get("a kind of affiliate that there is not", "affiliates?kind=1", "400 invalid_request kind unknown_value"),
        Get("the same filter 100 times", $"meetings?{Times("company=nvidia&", 99)}company=nvidia", "200"),
        Get("the same filter 101 times", $"meetings?{Times("company=nvidia&", 100)}company=nvidia", "400 invalid_request company too_many"),
    ];

    private static readonly InvalidInputCase[] Unasked =
    [
        Get("an unknown parameter of a list", "companies?colour=red", "400 invalid_request colour unknown_parameter"),
        Get("an unknown parameter of one", "companies/nvidia?expand=true", "400 invalid_request expand unknown_parameter"),
        Get("an unknown parameter of a history", "companies/nvidia/history?q=a", "400 invalid_request q unknown_parameter"),
        Get("a parameter without a name", "companies?=5", "400 invalid_request  unknown_parameter"),
        Get("a parameter with an invalid name", "companies?%00%22%3Cscript%3E=1", "400 invalid_request \0\"<script> unknown_parameter"),
        Get("a parameter that the handler uses itself", "companies?request=1", "400 invalid_request request unknown_parameter"),
        Get("a parameter like an index", "meetings?company[0]=nvidia", "400 invalid_request company[0] unknown_parameter"),
        Post("an unknown parameter of a write", "companies?dryRun=true", CompanyWith(""), "400 invalid_request dryRun unknown_parameter"),
        Patch("an unknown parameter of a patch", "companies/nvidia?force=1", "{}", "400 invalid_request force unknown_parameter"),
        Send("an unknown parameter of a deletion", "DELETE", "companies/tsmc?force=1",
            "400 invalid_request force unknown_parameter", ("If-Match", "*")),
        Get("a question mark and nothing else", "companies?", "200"),
        Get("nothing but ampersands", "companies?&&&", "200"),
    ];
}
