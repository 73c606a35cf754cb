namespace PartnershipTracker.Resources.Views;

/// <summary>
/// The related resources and the members that a response shows. <see cref="ViewFilter"/> applies it to each handler with such a parameter.
/// </summary>
public abstract class View : Query
{
    /// <summary>
    /// The related resources to show in `included` of the response, each of them once, by collection and id. Separate values by commas or
    /// repeat the parameter. They are shown in their current version, so this cannot be combined with `asOf`. The ETag is then weak and
    /// changes with anything that the response shows.
    /// </summary>
    public string[]? Include { get; init; }

    /// <summary>
    /// The members to show of each item. The others are left out, except `id`. Separate values by commas or repeat the parameter. Included
    /// resources are shown with all members. The ETag is then weak and changes with anything that the response shows.
    /// </summary>
    public string[]? Fields { get; init; }

    internal bool IsAsked => Include is { Length: > 0 } || Fields is { Length: > 0 };

    /// <summary>Returns a response with the related resources, and without the members that were not requested.</summary>
    internal abstract Task<ViewedResponse> Show(object response, TrackerDb db, IServiceProvider services, CancellationToken cancellation);

    protected static HashSet<string> Names(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(Rules.Comma, StringSplitOptions.TrimEntries))];
}

/// <summary>A view of one item or of a page of items with the response type <typeparamref name="TResponse"/>.</summary>
public sealed class View<TResponse> : View
    where TResponse : notnull
{
    /// <summary>The members that can be requested: all members of the response type.</summary>
    internal static IReadOnlyList<string> Members { get; } =
        [.. ApiJson.Options.GetTypeInfo(typeof(TResponse)).Properties.Select(p => p.Name)];

    internal override async Task<ViewedResponse> Show(
        object response, TrackerDb db, IServiceProvider services, CancellationToken cancellation)
    {
        var items = response is Page<TResponse> page ? page.Items : [(TResponse)response];
        var body = JsonSerializer.SerializeToNode(response, ApiJson.Options)!.AsObject();
        var reads = response is IAuditedRead own ? own.Reads : [];

        if (Fields is { Length: > 0 })
        {
            var omitted = Members.Except(Names(Fields)).Except(["id"]).ToList();
            var shown = response is Page<TResponse> ? body["items"]!.AsArray().Select(item => item!.AsObject()) : [body];
            shown.ToList().ForEach(item => omitted.ForEach(member => item.Remove(member)));
        }

        if (Include is { Length: > 0 })
        {
            var included = new Included(Api, isOfOne: response is TResponse);
            await services.GetRequiredService<Includes<TResponse>>().Find(db, items, Names(Include), included, cancellation);
            body["included"] = included.Write();
            reads = reads.Concat(included.Reads);
        }

        return new(body.ToJsonString(ApiJson.Options), [.. reads]);
    }
}

/// <summary>The permitted values: the includes of the response type, and its members.</summary>
public sealed class ViewValidator<TResponse> : AbstractValidator<View<TResponse>>
    where TResponse : notnull
{
    public ViewValidator(Includes<TResponse> includes)
    {
        RuleForEach(v => v.Include).SomeOf([.. includes.Names]);
        RuleForEach(v => v.Fields).SomeOf(View<TResponse>.Members);
    }
}
