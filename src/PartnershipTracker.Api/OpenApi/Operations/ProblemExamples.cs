namespace PartnershipTracker.OpenApi.Operations;

/// <summary>An example of each problem, always in English.</summary>
internal static class ProblemExamples
{
    private static readonly Dictionary<string, Func<Fault>> Faults = new(StringComparer.Ordinal)
    {
        ["malformed_request"] = () => Fault.At("#/date", "date_malformed", ""),
        ["invalid_request"] = () => Fault.Of("limit", "not_a_number", 1, ListFilter.MaxLimit),
        ["forbidden"] = () => Fault.Of("Authorization", "needs_scope", "write"),
        ["already_exists"] = () => Fault.At("#", "taken", "id"),
        ["still_referred_to"] = () => Fault.At("#", "refers", "meetings/019094ca-3c00-7000-8000-000000000201"),
        ["changed_since"] = () => Fault.At("#", "newer_version", "meetings/019094ca-3c00-7000-8000-000000000201", 3, "key:power-bi"),
        ["nothing_to_undo"] = () => Fault.Of("importId", "kept_nothing"),
        ["unprocessable"] = () => Fault.At(
            "#/trip", "unknown_reference", "trip", "019094ca-3c00-7000-8000-000000000999", ""),
    };

    public static JsonNode Of(string code)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var said = Messages.Problems[code];
        var fault = Faults.GetValueOrDefault(code)?.Invoke();
        var error = fault is null
            ? null
            : new ProblemError(fault.Pointer, fault.Parameter, fault.Code, fault.Detail);
        var detail = error is null ? said.En : error.Detail;
        var problem = new Problem(
            $"/problems/{code}", said.En, said.Status, detail, code, "0af7651916cd43dd8448eb211c80319c", error is null ? null : [error]);

        return JsonSerializer.SerializeToNode(problem, ApiJson.Options)!;
    }
}
