using System.Text.Json.Serialization;

namespace PartnershipTracker.Benchmarks.Servers;

// The bodies that the limit reads, as far as the benchmark sends them, and what it stores of its answer.
internal sealed record ParticipantBody(string Organization, string Person, string Side, string Role);

internal sealed record AreaLinkBody(
    string? Area, IReadOnlyList<string> Affiliates, IReadOnlyList<string> Companies, string Basis, string Rationale);

internal sealed record MeetingBody(
    TextDto Title, string Kind, string Format, string Status, string Confidentiality, string Date, PlaceDto Place, string Summary,
    IReadOnlyList<ParticipantBody> Participants, IReadOnlyList<AreaLinkBody> Areas);

internal sealed record ShownDto(string Resource, string Id, int Version);

internal sealed record AnswerDto(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyList<ShownDto> Shown);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MeetingBody))]
[JsonSerializable(typeof(AreaLinkBody))]
internal sealed partial class BodyJson : JsonSerializerContext;

[JsonSerializable(typeof(AnswerDto))]
internal sealed partial class AnswerJson : JsonSerializerContext;
