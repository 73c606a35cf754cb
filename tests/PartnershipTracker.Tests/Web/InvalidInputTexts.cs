using static PartnershipTracker.Tests.Web.InvalidInputCase;

namespace PartnershipTracker.Tests.Web;

/// <summary>Deceptive or invalid texts and dates.</summary>
internal static class InvalidInputTexts
{
    private const string Emoji = "\U0001F600";
    private const string Name = "400 malformed_request #/name/ko";
    private const string BadDate = "400 malformed_request #/date date_malformed";

    private static InvalidInputCase Named(string name, string text, string expected, string? id = null) =>
        Post(name, "companies", $$"""{"id":"{{id ?? "invalid"}}","name":{"ko":"{{text}}"} }""", expected);

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    public static IEnumerable<InvalidInputCase> Cases => [.. Texts, .. Dates];

    private static readonly InvalidInputCase[] Texts =
    [
        Named("NUL in a name", @"a\u0000b", $"{Name} control_character"),
        Named("a bell in a name", @"a\u0007b", $"{Name} control_character"),
        Named("delete in a name", "a\u007Fb", $"{Name} control_character"),
        Named("a C1 control character", "a\u0085b", $"{Name} control_character"),
        Named("a noncharacter", "a\uFFFEb", $"{Name} control_character"),
        Named("a noncharacter of a higher plane", "a\U0001FFFFb", $"{Name} control_character"),
        Named("a noncharacter in escapes", @"a\ufdd0b", $"{Name} control_character"),
        Named("an override of the direction", "a\u202Eb", $"{Name} bidi_control"),
        Named("an isolate of the direction", "a\u2066b", $"{Name} bidi_control"),
        Named("the first half of a character", @"a\ud800", $"{Name} lone_surrogate"),
        Named("the second half of a character", @"\udc00a", $"{Name} lone_surrogate"),
        Named("the halves of a character the wrong way round", @"\udc00\ud800", $"{Name} lone_surrogate"),
        Named("both halves of a character", @"\ud83d\ude00", "201", "smile"),
        Named("white space for a name", @" \t\n\u3000", "400 invalid_request #/name/ko blank"),
        Named("an empty name", "", "400 invalid_request #/name/ko blank"),
        Named("two lines for a name", @"a\nb", "400 invalid_request #/name/ko single_line"),
        Named("a line separator in a name", "a\u2028b", "400 invalid_request #/name/ko single_line"),
        Named("200 emoji", Times(Emoji, 200), "201", "emoji"),
        Named("201 emoji", Times(Emoji, 201), "400 invalid_request #/name/ko too_long"),
        Named("201 letters", Times("가", 201), "400 invalid_request #/name/ko too_long"),
        Named("200 syllables in parts", Times("\u1112\u1161\u11AB", 200), "201", "parts"),
        Named("SQL", "'); DROP TABLE changes; --", "201", "bobby-tables"),
        Named("a script", "<script>alert(1)</script>", "201", "script"),
        Company("white space for what is optional", "\"website\":\"  \"", "400 invalid_request #/website blank"),
        Company("a website that runs", "\"website\":\"javascript:alert(1)\"", "400 invalid_request #/website not_a_url"),
        Company("a website of this machine", "\"website\":\"file:///etc/passwd\"", "400 invalid_request #/website not_a_url"),
        Company("a website without a host", "\"website\":\"https://\"", "400 invalid_request #/website not_a_url"),
        Company("a website of two lines", "\"website\":\"https://example.com/\\nSet-Cookie: a\"",
            "400 invalid_request #/website single_line"),
        Company("a country in small letters", "\"country\":\"kr\"", "400 invalid_request #/country pattern"),
        Company("a country with something after it", "\"country\":\"KR\\n\"", "201") with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(CompanyWith("\"country\":\"KR\\n\"", "trimmed")),
        },
        Company("a Wikidata item that is none", "\"externalIds\":{\"wikidata\":\"Q0\"}",
            "400 invalid_request #/externalIds/wikidata pattern"),
        Post("a key of 65 letters", "companies", CompanyWith("", Times("a", 65)), "400 invalid_request #/id too_long"),
        Post("a key with a slash", "companies", CompanyWith("", "a/b"), "400 invalid_request #/id pattern"),
        Post("a key of Hangul", "companies", CompanyWith("", "엔비디아"), "400 invalid_request #/id pattern"),
        Post("a key in capitals", "companies", CompanyWith("", "NVIDIA"), "400 invalid_request #/id pattern"),
        Post("a key that goes up", "companies", CompanyWith("", ".."), "400 invalid_request #/id pattern"),
        Post("no key", "companies", """{"name":{"ko":"이름"}}""", "400 invalid_request #/id required"),
        Post("a key that looks like a UUID", "companies", CompanyWith("", "019094ca-3c00-7000-8000-00000000abcd"), "201"),
        Post("a key that looks like a UUID without hyphens", "companies", CompanyWith("", "019094ca3c0070008000000000001234"), "201"),
        Post(
            "a reference that looks like a UUID",
            "people",
            """{"id":"invalid","name":{"en":"P"},"positions":["""
            + """{"organization":"019094ca-3c00-7000-8000-000000000999","title":{"en":"T"}}]}""",
            "422 unprocessable #/positions/0/organization unknown_reference"),
        Post(
            "a parent that looks like a UUID",
            "areas",
            """{"id":"invalid","name":{"en":"A"},"parent":"019094ca3c0070008000000000000999"}""",
            "422 unprocessable #/parent unknown_reference"),
        Post("a parent that is itself", "areas", """{"id":"invalid","name":{"en":"A"},"parent":"invalid"}""",
            "422 unprocessable #/parent unknown_reference"),
        Post("a parent of another kind", "areas", """{"id":"invalid","name":{"en":"A"},"parent":"nvidia"}""",
            "422 unprocessable #/parent unknown_reference"),
        Held("a trip that there is not", $"\"trip\":\"{OpeningIds.Meeting(1)}\"", "422 unprocessable #/trip unknown_reference"),
        Held("an order without a trip", "\"tripOrder\":1", "400 invalid_request #/tripOrder requires"),
        Held(
            "a party and an organization",
            """ "participants":[{"organization":"nvidia","party":{"en":"P"},"side":"theirs"}]""",
            "400 invalid_request #/participants/0/organization one_of_two"),
        Held("neither party nor organization", """ "participants":[{"side":"theirs"}]""",
            "400 invalid_request #/participants/0/organization one_of_two"),
        Held(
            "one participant twice",
            $$""" "participants":[{"id":"{{OpeningIds.Participant(1, 1)}}","organization":"nvidia","side":"theirs"},"""
            + $$"""{"id":"{{OpeningIds.Participant(1, 1).ToUpperInvariant()}}","organization":"tsmc","side":"theirs"}]""",
            "400 invalid_request #/participants duplicate_item"),
        Held("a participant of another meeting", $$""" "participants":[{"id":"{{OpeningIds.Participant(1, 1)}}","organization":"nvidia","side":"theirs"}]""", "422 unprocessable #/participants/0/id unknown_reference"),
        Patch("a participant of another meeting in a patch", Meeting, $$"""{"participants":[{"id":"{{OpeningIds.Participant(2, 1)}}","organization":"openai","side":"theirs"}]}""", "422 unprocessable #/participants/0/id unknown_reference"),
        Post("a summary of 4,001 letters", "areas", $$"""{"id":"invalid","name":{"en":"A"},"description":"{{Times("가", 4001)}}"}""", "400 invalid_request #/description too_long"),
    ];

    private static readonly InvalidInputCase[] Dates =
    [
        Dated("a day that February has not", "\"2024-02-30\"", "400 malformed_request #/date date_no_such_day"),
        Dated("a day that only leap years have", "\"2023-02-29\"", "400 malformed_request #/date date_no_such_day"),
        Dated("a thirteenth month", "\"2024-13\"", "400 malformed_request #/date date_no_such_day"),
        Dated("a month without its zero", "\"2024-6-1\"", BadDate),
        Dated("two digits for a year", "\"24\"", BadDate),
        Dated("the year before the first", "\"1899\"", "400 malformed_request #/date date_out_of_range"),
        Dated("the year after the last", "\"2201\"", "400 malformed_request #/date date_out_of_range"),
        Dated("the year 0", "\"0000-01-01\"", "400 malformed_request #/date date_out_of_range"),
        Dated("the last instant of .NET", "\"9999-12-31\"", "400 malformed_request #/date date_out_of_range"),
        Dated("an interval that runs back", "\"2024/2023\"", "400 malformed_request #/date date_ends_before_it_starts"),
        Dated("a choice that runs back", "\"[2024..2023]\"", "400 malformed_request #/date date_ends_before_it_starts"),
        Dated("a choice without a start", "\"[..2024]\"", BadDate),
        Dated("an interval without ends", "\"../..\"", BadDate),
        Dated("an unspecified day", "\"2024-04-XX\"", BadDate),
        Dated("a season of a hemisphere", "\"2024-25\"", BadDate),
        Dated("a set that runs back", "\"[2024,2023]\"", "400 malformed_request #/date date_not_in_order"),
        Dated("full-width digits", "\"２０２４\"", BadDate),
        Dated("another script's digits", "\"٢٠٢٤\"", BadDate),
        Dated("a date with a time", "\"2024-06-28T10:00:00Z\"", BadDate),
        Dated("a longer year", "\"Y2024\"", BadDate),
        Dated("a negative year", "\"-2024\"", BadDate),
        Dated("an empty date", "\"\"", BadDate),
        Dated("NUL in a date", @"""2024\u0000""", "400 malformed_request #/date control_character"),
        Dated("half a character in a date", @"""\ud800""", "400 malformed_request #/date lone_surrogate"),
        Dated("a very long date", $"\"{Times("2024/", 10_000)}\"", BadDate),
        Dated("white space around a date", "\" 2024-04 \"", "201"),
        Dated("a number for a date", "2024", BadDate),
        Dated("a boolean for a date", "true", BadDate),
        Dated("an array for a date", "[\"2024\"]", BadDate),
        Dated("null for a date", "null", "400 invalid_request #/date required"),
        Dated("an empty object for a date", "{}", BadDate),
        Dated("an object without EDTF", """{"earliest":"2024-01-01","latest":"2024-12-31"}""", BadDate),
        Dated("an object that contradicts its precision", """{"edtf":"2024-04","precision":"day"}""",
            "400 malformed_request #/date date_contradicts_itself"),
        Dated("an object that contradicts its start", """{"edtf":"2024-04","earliest":"2024-04-02"}""",
            "400 malformed_request #/date date_contradicts_itself"),
        Dated("an object that closes an open end", """{"edtf":"2024-04/..","latest":"2024-12-31"}""",
            "400 malformed_request #/date date_contradicts_itself"),
        Dated("an object with an unknown member", """{"edtf":"2024","calendar":"julian"}""",
            "400 malformed_request #/date/calendar unknown_member"),
        Dated("an object with a member twice", """{"edtf":"2024","edtf":"2025"}""", "400 malformed_request #/date/edtf duplicate_member"),
        Dated("an object whose EDTF is a number", """{"edtf":2024}""", "400 malformed_request #/date/edtf wrong_type"),
        Dated("an object whose EDTF has no day", """{"edtf":"2024-02-30"}""", "400 malformed_request #/date date_no_such_day"),
        Dated(
            "an object that a read has shown",
            """{"edtf":"2024-04~","precision":"month","qualifier":"approximate","earliest":"2024-04-01","latest":"2024-04-30"}""",
            "201"),
        Post(
            "a bad date inside an item",
            "people",
            """{"id":"invalid","name":{"en":"P"},"positions":["""
            + """{"organization":"nvidia","title":{"en":"T"},"from":{"edtf":"2024","x":1}}]}""",
            "400 malformed_request #/positions/0/from/x unknown_member"),
        Post(
            "a position that ends before it starts",
            "people",
            """{"id":"invalid","name":{"en":"P"},"positions":["""
            + """{"organization":"nvidia","title":{"en":"T"},"from":"2024","to":"2023"}]}""",
            "400 invalid_request #/positions/0/to before_start"),
    ];
}
