using System.Text.Json;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Tests.Web;

/// <summary>The place, code and expected type of what is wrong with the JSON of a request.</summary>
public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("""{"tripOrder":"5"}""", "#/tripOrder wrong_type a whole number")]
    [InlineData("""{"tripOrder":1.5}""", "#/tripOrder wrong_type a whole number")]
    [InlineData("""{"tripOrder":true}""", "#/tripOrder wrong_type a whole number")]
    [InlineData("""{"trip":"5"}""", "#/trip wrong_type a UUID")]
    [InlineData("""{"trip":5}""", "#/trip wrong_type a UUID")]
    [InlineData("""{"summary":5}""", "#/summary wrong_type a string")]
    [InlineData("""{"summary":"\ud800"}""", "#/summary lone_surrogate")]
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
        var unreadable = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<MeetingRequest>(json, ApiJson.Options));
        var fault = JsonFaults.Explain(unreadable);

        Assert.Equal(expected, string.Join(' ', [fault.Pointer, fault.Code, .. fault.Arguments]));
    }
}
