using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>The list requests of the facts behind a number: the filters of that number, and those of the query.</summary>
/// <param name="query">The query.</param>
/// <param name="kinds">The kinds of meetings that it names.</param>
/// <param name="stages">The stages of collaborations that it names.</param>
/// <param name="isPeriod">False if <c>from</c> and <c>to</c> of the query are no days.</param>
internal sealed class FactLists(Query query, string[]? kinds, string[]? stages, bool isPeriod = true)
{
    /// <summary>The parameter that names the facts behind a connection. Several must all hold.</summary>
    public const string Connection = "connection";

    private static readonly string[] OfCollaborations = ["affiliate", "company", "area", "modality"];

    private static readonly string[] OfPeriods =
        [.. typeof(PeriodFilter).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    private static readonly string[] OfMeetings =
        [.. typeof(MeetingCriteria).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    public string Meetings(params (string Name, string Value)[] own) => Address(
        "meetings", own, Named("kind", kinds).Concat(Held), isPeriod ? OfMeetings : OfMeetings.Except(OfPeriods));

    public string Collaborations(params (string Name, string Value)[] own) =>
        Address("collaborations", own, Named("stage", stages), OfCollaborations);

    /// <summary>The status that counts as met, unless the query names others.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Held => query.Request.Query.ContainsKey("status")
        ? []
        : Named("status", [EnumNames.Write(MeetingStatus.Held)]);

    private string Address(
        string list, (string Name, string Value)[] own, IEnumerable<KeyValuePair<string, string?>> more, IEnumerable<string> passed)
    {
        var asked = query.Request.Query
            .Where(q => passed.Contains(q.Key) && (q.Key == Connection || !Array.Exists(own, c => c.Name == q.Key)))
            .SelectMany(q => Named(q.Key, q.Value!));
        var rest = QueryString.Create(more.Concat(asked)).ToUriComponent();

        return $"{query.Api}/{list}?{string.Join('&', own.Select(c => $"{c.Name}={c.Value}"))}{rest.Replace('?', '&')}";
    }

    private static IEnumerable<KeyValuePair<string, string?>> Named(string name, IEnumerable<string?>? values) =>
        (values ?? []).Select(value => KeyValuePair.Create(name, value));
}
