using static PartnershipTracker.Tests.Web.InvalidInputCase;

namespace PartnershipTracker.Tests.Web;

/// <summary>Merge patches (RFC 7396) that are malformed or have an invalid result.</summary>
internal static class InvalidInputPatches
{
    private const string NoObject = "400 malformed_request # wrong_type";

    private static InvalidInputCase Nvidia(string name, string patch, string expected) => Patch(name, "companies/nvidia", patch, expected);

    private static InvalidInputCase Meet(string name, string patch, string expected) => Patch(name, Meeting, patch, expected);

    public static IEnumerable<InvalidInputCase> Cases { get; } =
    [
        Nvidia("an empty patch", "", "400 malformed_request # body_required"),
        Nvidia("null for a patch", "null", NoObject),
        Nvidia("an array for a patch", "[]", NoObject),
        Nvidia("a JSON Patch", """[{"op":"remove","path":"/name"}]""", NoObject),
        Nvidia("a string for a patch", "\"x\"", NoObject),
        Nvidia("a patch that ends too early", "{\"name\":", "400 malformed_request # malformed"),
        Nvidia("a patch and something after it", "{} {}", "400 malformed_request # malformed"),
        Nvidia("a patch that changes nothing", "{}", "200"),
        Nvidia("a patch of the version", "{\"version\":2}", "400 malformed_request #/version unknown_member"),
        Nvidia("a patch of when it was created", "{\"createdAt\":\"2024-01-01T00:00:00Z\"}",
            "400 malformed_request #/createdAt unknown_member"),
        Nvidia("a patch of the key", "{\"id\":\"nvidia-2\"}", "422 unprocessable #/id key_differs"),
        Nvidia("a patch that clears the key", "{\"id\":null}", "200"),
        Nvidia("a patch with an unknown member of null", "{\"colour\":null}", "400 malformed_request #/colour unknown_member"),
        Nvidia("a patch of __proto__", "{\"__proto__\":{}}", "400 malformed_request #/__proto__ unknown_member"),
        Nvidia("a patch in another case", "{\"Website\":null}", "400 malformed_request #/Website unknown_member"),
        Nvidia("a patch with a member twice", "{\"website\":null,\"website\":\"https://a.example\"}",
            "400 malformed_request #/website duplicate_member"),
        Nvidia("a patch with a member twice, once in escapes", "{\"website\":null,\"web\\u0073ite\":\"https://a.example\"}",
            "400 malformed_request #/website duplicate_member"),
        Nvidia("a patch with a member below twice", "{\"name\":{\"en\":\"a\",\"en\":\"b\"}}",
            "400 malformed_request #/name/en duplicate_member"),
        Nvidia("a patch with a very long name", $"{{\"{new string('a', 900_000)}\":1}}",
            $"400 malformed_request #/{new string('a', 100)}… unknown_member"),
        Nvidia("a patch that clears the name", "{\"name\":null}", "400 invalid_request #/name required"),
        Nvidia("a patch that clears both languages", "{\"name\":{\"ko\":null,\"en\":null}}",
            "400 invalid_request #/name language_required"),
        Nvidia("a patch of the name with a string", "{\"name\":\"x\"}", "400 malformed_request #/name wrong_type"),
        Nvidia("a patch with an unknown member below", "{\"name\":{\"fr\":\"x\"}}", "400 malformed_request #/name/fr unknown_member"),
        Nvidia("a patch of an array with an object", "{\"aliases\":{\"0\":{\"name\":\"x\"}}}",
            "400 malformed_request #/aliases wrong_type"),
        Nvidia("a patch with null in an array", "{\"aliases\":[null]}", "400 malformed_request #/aliases/0 wrong_type"),
        Nvidia("a patch with NUL", """{"name":{"en":"a\u0000"}}""", "400 malformed_request #/name/en control_character"),
        Nvidia("a patch with half a character", """{"name":{"en":"\ud800"}}""", "400 malformed_request #/name/en lone_surrogate"),
        Nvidia("a patch with half a character in an array", """{"aliases":[{"name":"\ud800"}]}""",
            "400 malformed_request #/aliases/0/name lone_surrogate"),
        Nvidia("a patch with half a character in a member's name", """{"\ud800":1}""", "400 malformed_request # lone_surrogate"),
        Nvidia("a patch with half a character in a name below", """{"name":{"\ud800":1}}""", "400 malformed_request #/name lone_surrogate"),
        Nvidia("a patch with half a character in a new object", """{"colour":{"\ud800":1}}""",
            "400 malformed_request #/colour lone_surrogate"),
        Nvidia("a patch with bytes that are no UTF-8", "", "400 malformed_request #/website not_utf8") with
        {
            Body = [.. "{\"website\":\""u8, 0xFF, .. "\"}"u8],
        },
        Nvidia("a patch with a name that is no UTF-8", "", "400 malformed_request # not_utf8") with
        {
            Body = [.. "{\""u8, 0xFF, .. "\":1}"u8],
        },
        Meet("a patch of the areas", "{\"areas\":[{\"area\":\"hbm\"}]}", "400 invalid_request #/areas/0/basis required"),
        Meet("a patch of the id", "{\"id\":\"x\"}", "400 malformed_request #/id unknown_member"),
        Meet("a patch of a number with 1e400", "{\"tripOrder\":1e400}", "400 malformed_request #/tripOrder wrong_type"),
        Meet("a patch of a number with a string", "{\"tripOrder\":\"1\"}", "400 malformed_request #/tripOrder wrong_type"),
        Meet("a patch that clears a trip and leaves its order", "{\"trip\":null}", "400 invalid_request #/tripOrder requires"),
        Meet("a patch of the kind with a number", "{\"kind\":0}", "400 malformed_request #/kind unknown_value"),
        Meet("a patch that clears the kind", "{\"kind\":null}", "400 invalid_request #/kind required"),
        Meet("a patch that changes half of a date", "{\"date\":{\"precision\":\"day\"}}", "400 malformed_request #/date date_malformed"),
        Meet("a patch that adds to a date", "{\"date\":{\"calendar\":\"julian\"}}", "400 malformed_request #/date/calendar unknown_member"),
        Meet("a patch that takes a party away that a link names", "{\"participants\":[]}", "422 unprocessable #/participants not_a_party"),
        Meet("a patch of the place with a country that is none", "{\"place\":{\"country\":\"usa\"}}",
            "400 invalid_request #/place/country too_long"),
        Patch("a parent that is itself", "areas/hbm", "{\"parent\":\"hbm\"}", "422 unprocessable #/parent cycle"),
        Patch("a parent that is below", "areas/semiconductors", "{\"parent\":\"hbm-packaging\"}", "422 unprocessable #/parent cycle"),
        Patch("an affiliate above itself", "affiliates/sk-group", "{\"parent\":\"sk-hynix\"}", "422 unprocessable #/parent cycle"),
        Patch("a history without stages", $"collaborations/{OpeningIds.Collaboration(1)}", "{\"stages\":[]}",
            "400 invalid_request #/stage required"),
        Patch(
            "a stage of another collaboration",
            $"collaborations/{OpeningIds.Collaboration(2)}",
            """{"stages":[{"id":"019094ca-3c00-7000-8000-000000003011","stage":"active"}]}""",
            "422 unprocessable #/stages/0/id unknown_reference"),
        Patch(
            "a collaboration that there is already",
            $"collaborations/{OpeningIds.Collaboration(1)}",
            "{\"company\":\"no-such-company\"}",
            "422 unprocessable #/company unknown_reference"),
    ];
}
