using System.Buffers;

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

    /// <summary>The options of the writer: the characters that the other responses do not escape either.</summary>
    protected static JsonWriterOptions Written { get; } = new() { Encoder = ApiJson.Options.Encoder };

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
        var page = response as Page<Rendered<TResponse>>;
        var items = page?.Items ?? [(Rendered<TResponse>)response];
        var included = new Included(Api, isOfOne: page is null);

        if (Include is { Length: > 0 })
        {
            await services.GetRequiredService<Includes<TResponse>>()
                .Find(db, [.. items.Select(item => item.Read())], Names(Include), included, cancellation);
        }

        var body = new ArrayBufferWriter<byte>();

        await using (var writer = new Utf8JsonWriter(body, Written))
        {
            Write(writer, page, items, included);
        }

        return new(body.WrittenMemory, [.. ((IAuditedRead)response).Reads, .. included.Reads]);
    }

    private void Write(
        Utf8JsonWriter writer, Page<Rendered<TResponse>>? page, IReadOnlyList<Rendered<TResponse>> items, Included included)
    {
        var fields = Fields is { Length: > 0 } ? Names(Fields) : null;
        writer.WriteStartObject();

        if (page is null)
        {
            items[0].WriteMembers(writer, fields);
        }
        else
        {
            writer.WriteStartArray("items");

            foreach (var item in items)
            {
                writer.WriteStartObject();
                item.WriteMembers(writer, fields);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            page.WriteRest(writer);
        }

        if (Include is { Length: > 0 })
        {
            writer.WritePropertyName("included");
            included.WriteTo(writer);
        }

        writer.WriteEndObject();
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
