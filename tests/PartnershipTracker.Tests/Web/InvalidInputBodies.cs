using System.Text;
using static PartnershipTracker.Tests.Web.InvalidInputCase;

namespace PartnershipTracker.Tests.Web;

/// <summary>Bodies that are not JSON or not the expected JSON.</summary>
internal static class InvalidInputBodies
{
    private const string Malformed = "400 malformed_request # malformed";
    private const string NoBody = "400 malformed_request # body_required";

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static byte[] Around(byte[] middle, string field = "country") =>
        [.. Encoding.UTF8.GetBytes($$"""{"id":"invalid","name":{"ko":"이름"},"{{field}}":"a"""), .. middle, .. "\"}"u8];

    private static byte[] Chunked(byte[] body) => [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];

    public static IEnumerable<InvalidInputCase> Cases => [.. Unreadable, .. Members, .. Types, .. Sizes];

    private static readonly InvalidInputCase[] Unreadable =
    [
        Post("an empty body", "companies", "", NoBody),
        Send("no body at all", "POST", "companies", NoBody),
        Send("no body, but its media type", "POST", "companies", NoBody, ("Content-Type", "application/json")),
        Post("null for a body", "companies", "null", NoBody),
        Post("an array for a body", "companies", "[]", "400 malformed_request # wrong_type"),
        Post("a number for a body", "companies", "5", "400 malformed_request # wrong_type"),
        Post("a string for a body", "companies", "\"nvidia\"", "400 malformed_request # wrong_type"),
        Post("a boolean for a body", "companies", "true", "400 malformed_request # wrong_type"),
        Post("white space for a body", "companies", " \r\n\t ", Malformed),
        Post("a body that ends too early", "companies", """{"id":"invalid","name":{"ko":"이""", "400 malformed_request #/name/ko malformed"),
        Post("an opening brace", "companies", "{", Malformed),
        Post("a comma too many", "companies", """{"id":"invalid",}""", Malformed),
        Post("an array's comma too many", "companies", CompanyWith("\"aliases\":[{\"name\":\"a\"},]"),
            "400 malformed_request #/aliases/1 malformed"),
        Post("names without quotes", "companies", """{id:"invalid"}""", Malformed),
        Post("single quotes", "companies", "{'id':'invalid'}", Malformed),
        Post("a comment", "companies", """{/* id */"id":"invalid"}""", Malformed),
        Post("two bodies", "companies", $"{CompanyWith("")} {CompanyWith("")}", Malformed),
        Post("a body and something after it", "companies", CompanyWith("") + "x", Malformed),
        Post("a form", "companies", "id=invalid&name=x", Malformed),
        Post("XML", "companies", "<company id=\"invalid\"/>", Malformed),
        Post("NaN", "companies", """{"id":NaN}""", "400 malformed_request #/id malformed"),
        Post("an unfinished escape", "companies", """{"id":"invalid\u00"}""", "400 malformed_request #/id malformed"),
        Post("an escape that there is not", "companies", """{"id":"hos\tile\x"}""", "400 malformed_request #/id malformed"),
        Post("a line break inside a string", "companies", "{\"id\":\"hos\ntile\"}", "400 malformed_request #/id malformed"),
        Post("a byte order mark", "companies", "\uFEFF" + CompanyWith("", "with-a-mark"), "201"),
        Patch("a byte order mark before a patch", "companies/nvidia", "\uFEFF{\"website\":\"https://www.nvidia.com/\"}", "200"),
        Post("UTF-16", "companies", "", Malformed) with { Body = Encoding.Unicode.GetBytes(CompanyWith("")) },
    ];

    private static readonly InvalidInputCase[] Members =
    [
        Company("an unknown member", "\"colour\":1", "400 malformed_request #/colour unknown_member"),
        Company("__proto__", "\"__proto__\":{\"id\":\"x\"}", "400 malformed_request #/__proto__ unknown_member"),
        Company("$type", "\"$type\":\"System.Diagnostics.Process\"", "400 malformed_request #/$type unknown_member"),
        Company("$ref", "\"$ref\":\"1\"", "400 malformed_request #/$ref unknown_member"),
        Company("a member without a name", "\"\":1", "400 malformed_request #/ unknown_member"),
        Company("a member in another case", "\"Country\":\"KR\"", "400 malformed_request #/Country unknown_member"),
        Company("a name like a path", "\"a/b~c.d[0]\":1", "400 malformed_request #/a~1b~0c.d[0] unknown_member"),
        Company("a name with quotes", "\"it's\":1", "400 malformed_request #/it's unknown_member"),
        Company("a name of 900,000 letters", $"\"{Repeat("a", 900_000)}\":1",
            $"400 malformed_request #/{Repeat("a", 100)}… unknown_member"),
        Company(
            "a name of 900,000 letters twice",
            $"\"{Repeat("b/", 200_000)}\":1,\"{Repeat("b/", 200_000)}\":1",
            $"400 malformed_request #/{Repeat("b~1", 50)}… unknown_member"),
        Company("an unknown member below", "\"externalIds\":{\"isin\":\"x\"}", "400 malformed_request #/externalIds/isin unknown_member"),
        Company("an unknown member of an item", "\"aliases\":[{\"name\":\"a\"},{\"nick\":\"b\"}]",
            "400 malformed_request #/aliases/1/nick unknown_member"),
        Company("a read-only member", "\"version\":9", "400 malformed_request #/version unknown_member"),
        Company("a member twice", "\"country\":\"KR\",\"country\":\"US\"", "400 malformed_request #/country duplicate_member"),
        Company("a member twice, once in escapes", "\"na\\u006de\":{\"ko\":\"다른 이름\"}", "400 malformed_request #/name duplicate_member"),
        Company("a member below twice", "\"externalIds\":{\"ticker\":\"A\",\"ticker\":\"B\"}",
            "400 malformed_request #/externalIds/ticker duplicate_member"),
        Company("half a character in a member's name", "\"\\ud800\":1", "400 malformed_request # lone_surrogate"),
        Company("half a character in a name below", "\"externalIds\":{\"\\udc00\":1}",
            "400 malformed_request #/externalIds lone_surrogate"),
        Post("a member's name that is no UTF-8", "companies", "", "400 malformed_request #/\uFFFD unknown_member") with
        {
            Body = [.. "{\"id\":\"invalid\",\""u8, 0xFF, .. "\":1}"u8],
        },
    ];

    private static readonly InvalidInputCase[] Types =
    [
        Company("a number for a string", "\"country\":82", "400 malformed_request #/country wrong_type"),
        Company("a boolean for a string", "\"country\":true", "400 malformed_request #/country wrong_type"),
        Company("an object for a string", "\"country\":{}", "400 malformed_request #/country wrong_type"),
        Company("an array for a string", "\"country\":[\"KR\"]", "400 malformed_request #/country wrong_type"),
        Post("a string for an object", "companies", """{"id":"invalid","name":"이름"}""", "400 malformed_request #/name wrong_type"),
        Post("null for what is required", "companies", """{"id":"invalid","name":null}""", "400 invalid_request #/name required"),
        Post("an object without what it must have", "companies", """{"id":"invalid","name":{}}""",
            "400 invalid_request #/name language_required"),
        Company("an object for an array", "\"aliases\":{}", "400 malformed_request #/aliases wrong_type"),
        Company("null in an array of objects", "\"aliases\":[{\"name\":\"a\"},null]", "400 malformed_request #/aliases/1 wrong_type"),
        Held("null among participants", "\"participants\":[null]", "400 malformed_request #/participants/0 wrong_type"),
        Put("null in an array of strings", $"{Meeting}/areas/hbm", """{"basis":"stated","affiliates":["sk-hynix",null]}""",
            "400 malformed_request #/affiliates/1 wrong_type"),
        Post(
            "null among stages",
            "collaborations",
            """{"affiliate":"sk-hynix","company":"nvidia","area":"energy-solutions","stages":[null]}""",
            "400 malformed_request #/stages/0 wrong_type"),
        Company("a string for a boolean", "\"aliases\":[{\"name\":\"a\",\"weak\":\"true\"}]",
            "400 malformed_request #/aliases/0/weak wrong_type"),
        Company("a number for a boolean", "\"aliases\":[{\"name\":\"a\",\"weak\":1}]", "400 malformed_request #/aliases/0/weak wrong_type"),
        Company("null for a boolean", "\"aliases\":[{\"name\":\"a\",\"weak\":null}]", "400 malformed_request #/aliases/0/weak wrong_type"),
        Held("a string for a number", "\"tripOrder\":\"5\"", "400 malformed_request #/tripOrder wrong_type"),
        Held("1.0 for a whole number", "\"tripOrder\":1.0", "400 malformed_request #/tripOrder wrong_type"),
        Held("1e0 for a whole number", "\"tripOrder\":1e0", "400 malformed_request #/tripOrder wrong_type"),
        Held("1e400", "\"tripOrder\":1e400", "400 malformed_request #/tripOrder wrong_type"),
        Held("a number of 400 digits", $"\"tripOrder\":{Repeat("9", 400)}", "400 malformed_request #/tripOrder wrong_type"),
        Held("a number beyond 32 bits", "\"tripOrder\":2147483648", "400 malformed_request #/tripOrder wrong_type"),
        Held("-0", "\"tripOrder\":-0", "400 invalid_request #/tripOrder out_of_range"),
        Held("a negative number", $"\"trip\":\"{OpeningIds.Trip}\",\"tripOrder\":-1", "400 invalid_request #/tripOrder out_of_range"),
        Held("a number with a leading zero", "\"tripOrder\":01", "400 malformed_request #/tripOrder malformed"),
        Held("a number that is too large", $"\"trip\":\"{OpeningIds.Trip}\",\"tripOrder\":1001",
            "400 invalid_request #/tripOrder out_of_range"),
        Held("too many heads", """ "participants":[{"organization":"nvidia","side":"theirs","headCount":100001}]""",
            "400 invalid_request #/participants/0/headCount out_of_range"),
        Held("no UUID", "\"trip\":\"5\"", "400 malformed_request #/trip wrong_type"),
        Held("a UUID in braces", $"\"trip\":\"{{{OpeningIds.Trip}}}\"", "400 malformed_request #/trip wrong_type"),
        Held("a number for a UUID", "\"trip\":5", "400 malformed_request #/trip wrong_type"),
        Held("a value that no enum has", "\"format\":\"telepathy\"", "400 malformed_request #/format unknown_value"),
        Held("a number for an enum", "\"format\":1", "400 malformed_request #/format unknown_value"),
        Held("a number in a string for an enum", "\"format\":\"1\"", "400 malformed_request #/format unknown_value"),
        Held("an enum in another case", "\"format\":\"In_Person\"", "400 malformed_request #/format unknown_value"),
        Held("an enum in .NET's case", "\"format\":\"InPerson\"", "400 malformed_request #/format unknown_value"),
        Held("an enum with white space", "\"format\":\" video\"", "400 malformed_request #/format unknown_value"),
        Held("half a character for an enum", "\"format\":\"\\ud800\"", "400 malformed_request #/format lone_surrogate"),
        Held("an object for an enum", "\"format\":{}", "400 malformed_request #/format unknown_value"),
    ];

    private static readonly InvalidInputCase[] Sizes =
    [
        Post("2 MiB", "companies", CompanyWith($"\"website\":\"{Repeat("a", 2 << 20)}\""), "413 too_large"),
        Post("2 MiB without saying so", "companies", "", "413 too_large", ("Transfer-Encoding", "chunked")) with
        {
            Body = Chunked(Encoding.UTF8.GetBytes(CompanyWith($"\"website\":\"{Repeat("a", 2 << 20)}\""))),
        },
        Patch("a patch of 2 MiB", "companies/nvidia", $"{{\"website\":\"{Repeat("a", 2 << 20)}\"}}", "413 too_large"),
        Post("just under 1 MiB", "companies", CompanyWith($"\"website\":\"{Repeat("a", (1 << 20) - 100)}\""),
            "400 invalid_request #/website too_long"),
        Post("10,000 arrays deep", "companies", Repeat("[", 10_000) + Repeat("]", 10_000), "400 malformed_request # wrong_type"),
        Company("10,000 arrays deep below", $"\"aliases\":{Repeat("[", 10_000)}", "400 malformed_request #/aliases/0 wrong_type"),
        Patch("a patch 10,000 objects deep", "companies/nvidia", Repeat("{\"name\":", 10_000) + "1" + Repeat("}", 10_000),
            "400 malformed_request # too_deep"),
        Patch("a patch 17 levels deep", "companies/nvidia", Repeat("{\"a\":", 17) + "1" + Repeat("}", 17),
            "400 malformed_request # too_deep"),
        Patch("a patch 16 levels deep", "companies/nvidia", Repeat("{\"a\":", 16) + "1" + Repeat("}", 16),
            "400 malformed_request #/a unknown_member"),
        Company("100,000 items", $"\"aliases\":[{Repeat("{},", 99_999)}{{}}]", "400 invalid_request #/aliases too_many"),
        Company("100,000 numbers for items", $"\"aliases\":[{Repeat("1,", 99_999)}1]", "400 malformed_request #/aliases/0 wrong_type"),
        Company("51 aliases", $"\"aliases\":[{Repeat("{\"name\":\"a\"},", 50)}{{\"name\":\"a\"}}]",
            "400 invalid_request #/aliases too_many"),
        Held(
            "201 participants",
            $"\"participants\":[{Repeat("{\"organization\":\"nvidia\",\"side\":\"theirs\"},", 200)}"
            + "{\"organization\":\"nvidia\",\"side\":\"theirs\"}]",
            "400 invalid_request #/participants too_many"),
        Post("a chunk of no number", "companies", "zz\r\n{}\r\n0\r\n\r\n", "400 malformed_request", ("Transfer-Encoding", "chunked")),
        Post("a body in bytes that are no UTF-8", "companies", "", "400 malformed_request #/country not_utf8") with
        {
            Body = Around([0xC3, 0x28]),
        },
        Post("a surrogate in UTF-8", "companies", "", "400 malformed_request #/country not_utf8") with
        {
            Body = Around([0xED, 0xA0, 0x80]),
        },
        Post("an overlong slash", "companies", "", "400 malformed_request #/country not_utf8") with { Body = Around([0xC0, 0xAF]) },
    ];
}
