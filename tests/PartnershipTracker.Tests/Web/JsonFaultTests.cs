using System.Collections;
using System.Text;
using System.Text.Json;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Tests.Web;

/// <summary>The place, code and expected type of what is wrong with the JSON of a request.</summary>
public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("""{"tripOrder":"5"}""", "#/tripOrder wrong_type a whole number between -2147483648 and 2147483647")]
    [InlineData("""{"tripOrder":1.5}""", "#/tripOrder wrong_type a whole number between -2147483648 and 2147483647")]
    [InlineData("""{"tripOrder":true}""", "#/tripOrder wrong_type a whole number between -2147483648 and 2147483647")]
    [InlineData("""{"trip":"5"}""", "#/trip wrong_type a UUID")]
    [InlineData("""{"trip":5}""", "#/trip wrong_type a UUID")]
    [InlineData("""{"summary":5}""", "#/summary wrong_type a string")]
    [InlineData("""{"summary":"\ud800"}""", "#/summary lone_surrogate")]
    [InlineData("{\"summary\":\"\u00C3\"}", "#/summary not_utf8")]
    [InlineData("""{"title":"x"}""", "#/title wrong_type an object")]
    [InlineData("""{"title":{"en":{}}}""", "#/title/en wrong_type a string")]
    [InlineData("""{"participants":{}}""", "#/participants wrong_type an array")]
    [InlineData("""{"participants":[{"side":"ours"},7]}""", "#/participants/1 wrong_type an object")]
    [InlineData("""{"readers":["a",7]}""", "#/readers/1 wrong_type a string")]
    [InlineData("""{"summary":"a","colour":1}""", "#/colour unknown_member")]
    [InlineData("""{"participants":[{"side":"ours","colour":1}]}""", "#/participants/0/colour unknown_member")]
    [InlineData("""{"a.b['c']/d~e":1}""", "#/a.b['c']~1d~0e unknown_member")]
    [InlineData("""{"":1}""", "#/ unknown_member")]
    [InlineData("""{"summary":"a","summary":"b"}""", "#/summary duplicate_member")]
    [InlineData("""{"participants":[{"side":"ours","side":"ours"}]}""", "#/participants/0/side duplicate_member")]
    [InlineData("""{"date":{"edtf":2024}}""", "#/date/edtf wrong_type a string")]
    [InlineData("""{"date":{"edtf":"2024","colour":1}}""", "#/date/colour unknown_member")]
    [InlineData("""{"summary":"a" """, "# malformed 1 16")]
    [InlineData("[]", "# wrong_type an object")]
    public void A_fault_has_its_place_its_code_and_the_expected_type(string json, string expected)
    {
        // In Latin-1, a letter that is not ASCII is a byte that is not UTF-8.
        var unreadable = Assert.ThrowsAny<JsonException>(
            () => JsonSerializer.Deserialize<MeetingRequest>(Encoding.Latin1.GetBytes(json), ApiJson.Options));
        var fault = JsonFaults.Explain(unreadable);

        Assert.Equal(expected, string.Join(' ', [fault.Pointer, fault.Code, .. fault.Arguments]));
    }

    /// <summary>The types of all members of all requests, each with a member of that type.</summary>
    public static TheoryData<string> Members =>
    [
        .. typeof(MeetingRequest).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsGenericType: false } && t.Name.EndsWith("Request", StringComparison.Ordinal))
            .SelectMany(t => t.GetProperties().Where(p => p.CanWrite), (t, p) => (Type: t, Member: p))
            .GroupBy(m => m.Member.PropertyType)
            .Select(g => $"{g.First().Type.FullName} {g.First().Member.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public void A_wrong_type_of_any_kind_of_member_says_what_is_right(string member)
    {
        var (request, name) = (typeof(MeetingRequest).Assembly.GetType(member.Split(' ')[0])!, member.Split(' ')[1]);
        var type = Nullable.GetUnderlyingType(request.GetProperty(name)!.PropertyType) ?? request.GetProperty(name)!.PropertyType;
        var expected = type switch
        {
            { IsEnum: true } => "unknown_value",
            _ when type == typeof(string) => "wrong_type a string",
            _ when type == typeof(int) => "wrong_type a whole number between -2147483648 and 2147483647",
            _ when type == typeof(bool) => "wrong_type true or false",
            _ when type == typeof(Guid) => "wrong_type a UUID",
            _ when type == typeof(DateTimeOffset) => "not_an_instant",
            _ when type == typeof(FuzzyDate) => "date_malformed",
            _ when type.IsAssignableTo(typeof(IEnumerable)) => "wrong_type an array",
            _ => "wrong_type an object",
        };

        // Of each type, values that it cannot have: a number with a fraction, an array in an array.
        foreach (var wrong in new[] { "1.5", "[[]]" })
        {
            if (wrong is "[[]]" && type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string))
            {
                continue;
            }

            var json = $$"""{"{{JsonNamingPolicy.CamelCase.ConvertName(name)}}":{{wrong}}}""";
            var fault = JsonFaults.Explain(Assert.ThrowsAny<JsonException>(
                () => JsonSerializer.Deserialize(json, request, ApiJson.Options)));

            Assert.StartsWith(
                $"#/{JsonNamingPolicy.CamelCase.ConvertName(name)} {expected}",
                string.Join(' ', [fault.Pointer, fault.Code, .. fault.Arguments]), StringComparison.Ordinal);
        }
    }
}
