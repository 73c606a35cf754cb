using System.Text.Json;
using FluentValidation;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Views;

/// <summary>
/// How much of what is found is shown: a handler that takes one can be asked for more and for less, and <see cref="ViewFilter"/> shows it so.
/// </summary>
public abstract class View : Query
{
    /// <summary>
    /// Related things to show in `included` of the same answer, each of them once, by collection and id. Separated by commas or repeated.
    /// They are what they are now, so this does not go with `asOf`. The ETag is then weak and moves with anything shown.
    /// </summary>
    public string[]? Include { get; init; }

    /// <summary>
    /// The members to show of each thing; the others are left out, but for `id`. Separated by commas or repeated. What is included is shown
    /// whole. The ETag is then weak and moves with anything shown.
    /// </summary>
    public string[]? Fields { get; init; }

    internal bool IsAsked => Include is { Length: > 0 } || Fields is { Length: > 0 };

    /// <summary>An answer with what was asked for besides, and without what was not asked for.</summary>
    internal abstract Task<ViewedResponse> Show(object answer, TrackerDb db, IServiceProvider services, CancellationToken cancellation);

    protected static HashSet<string> Names(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(Rules.Comma, StringSplitOptions.TrimEntries))];
}

/// <summary>A view of one thing or of many that are shown as <typeparamref name="TResponse"/>.</summary>
public sealed class View<TResponse> : View
    where TResponse : notnull
{
    /// <summary>What can be asked for: the members that the answer has.</summary>
    internal static IReadOnlyList<string> Members { get; } =
        [.. ApiJson.Options.GetTypeInfo(typeof(TResponse)).Properties.Select(p => p.Name)];

    internal override async Task<ViewedResponse> Show(
        object answer, TrackerDb db, IServiceProvider services, CancellationToken cancellation)
    {
        var things = answer is Page<TResponse> page ? page.Items : [(TResponse)answer];
        var body = JsonSerializer.SerializeToNode(answer, ApiJson.Options)!.AsObject();
        var disclosed = answer is IAuditedRead own ? own.Reads : [];

        if (Fields is { Length: > 0 })
        {
            var left = Members.Except(Names(Fields)).Except(["id"]).ToList();
            var shown = answer is Page<TResponse> ? body["items"]!.AsArray().Select(item => item!.AsObject()) : [body];
            shown.ToList().ForEach(thing => left.ForEach(member => thing.Remove(member)));
        }

        if (Include is { Length: > 0 })
        {
            var included = new Included(Api, isOfOne: answer is TResponse);
            await services.GetRequiredService<Includes<TResponse>>().Find(db, things, Names(Include), included, cancellation);
            body["included"] = included.Write();
            disclosed = disclosed.Concat(included.Disclosed);
        }

        return new(body.ToJsonString(ApiJson.Options), [.. disclosed]);
    }
}

/// <summary>The closed lists: what the thing is related to, and the members that it has.</summary>
public sealed class ViewValidator<TResponse> : AbstractValidator<View<TResponse>>
    where TResponse : notnull
{
    public ViewValidator(Includes<TResponse> relations)
    {
        RuleForEach(v => v.Include).SomeOf([.. relations.Names]);
        RuleForEach(v => v.Fields).SomeOf(View<TResponse>.Members);
    }
}
