using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Search;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// Finds whom a file means that names them: by key, by either name or by an alias, compared as a search compares. A weak alias, and what
/// two go by, is not enough; of what nobody goes by, the nearest is told.
/// </summary>
internal sealed class NameResolver(TrackerDb db, ResourceNouns nouns)
{
    private const double FarthestNear = 0.2;

    private readonly Dictionary<(string Kind, string Name), Fault> _unclear = [];

    private sealed record Near(string Asked, string Id, string Text);

    /// <summary>Puts keys in the place of names.</summary>
    /// <returns>What there is of all that the items refer to.</returns>
    public async Task<KnownReferences> Resolve<T, TRequest>(
        IReadOnlyList<ImportItem<TRequest>> entries, Action<ImportItem<TRequest>> read, CancellationToken cancellation)
        where T : IResource
        where TRequest : class, IWriteRequest<T>
    {
        _unclear.Clear();
        var mentions = entries.SelectMany(Mentions<T, TRequest>).ToList();
        var mentioned = await db.Find(mentions, cancellation);
        var own = entries.Select(e => e.Id).ToHashSet();
        var unknown = mentions
            .Where(m => IsNamed(m.Kind) && !mentioned.Has(m, null) && !(KindsOf(m.Kind).Contains(T.Resource) && own.Contains(m.Address)))
            .Select(m => (m.Kind, m.Address)).Distinct().ToList();
        var meant = new Dictionary<(string, string), string>();

        foreach (var kind in unknown.GroupBy(u => u.Kind, u => u.Address))
        {
            await LookUp(kind.Key, [.. kind], meant, cancellation);
        }

        if (meant.Count == 0)
        {
            return mentioned;
        }

        foreach (var entry in entries)
        {
            Replace<T, TRequest>(entry, meant, read);
        }

        return await db.Find([.. entries.Where(e => e.IsSound).SelectMany(Mentions<T, TRequest>)], cancellation);
    }

    /// <summary>Why a reference is none.</summary>
    public Fault Explain(ResourceReference mention) => _unclear.TryGetValue((mention.Kind, mention.Address), out var fault)
        ? fault with { Pointer = mention.Pointer }
        : KnownReferences.Unknown(mention, nouns);

    private static IEnumerable<ResourceReference> Mentions<T, TRequest>(ImportItem<TRequest> entry)
        where TRequest : class, IWriteRequest<T> => entry.Request!.References().Where(m => m.Address is not null);

    private bool IsNamed(string kind) => kind is not ResourceReference.OwnParts && !db.AreRecords(kind);

    private static string[] KindsOf(string kind) => kind is ResourceReference.Organizations ? ["companies", "affiliates"] : [kind];

    private static void Replace<T, TRequest>(
        ImportItem<TRequest> entry, Dictionary<(string, string), string> meant, Action<ImportItem<TRequest>> read)
        where TRequest : class, IWriteRequest<T>
    {
        var replaced = false;

        foreach (var mention in Mentions<T, TRequest>(entry))
        {
            if (meant.TryGetValue((mention.Kind, mention.Address), out var key))
            {
                var steps = mention.Pointer.Split('/')[1..];
                var holder = steps[..^1].Aggregate((JsonNode)entry.Item, (at, step) => at is JsonArray list
                    ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!);
                Set(holder, steps[^1], key);
                replaced = true;
            }
        }

        if (replaced)
        {
            read(entry);
        }
    }

    private static void Set(JsonNode holder, string step, string key)
    {
        if (holder is JsonArray list)
        {
            list[int.Parse(step, CultureInfo.InvariantCulture)] = key;
        }
        else
        {
            holder[step] = key;
        }
    }

    private async Task LookUp(
        string kind, List<string> names, Dictionary<(string, string), string> meant, CancellationToken cancellation)
    {
        var letters = names.ToDictionary(name => name, Letters.Of, StringComparer.Ordinal);
        var (kinds, wanted) = (KindsOf(kind), letters.Values.Where(l => l.Length > 0).ToArray());
        var found = (await db.SearchNames.Where(n => kinds.Contains(n.Resource) && wanted.Contains(n.Letters))
            .AsNoTracking().ToListAsync(cancellation)).ToLookup(n => n.Letters, StringComparer.Ordinal);

        foreach (var name in names)
        {
            var owners = found[letters[name]].GroupBy(n => n.Id).ToList();

            if (owners is [var only] && only.Any(n => n.Kind is not NameKind.WeakAlias))
            {
                meant[(kind, name)] = only.Key;
            }
            else if (owners.Count > 0)
            {
                var candidates = owners.Select(o => o.Key).Order(StringComparer.Ordinal);
                _unclear[(kind, name)] = new Fault("ambiguous_reference", name, string.Join(", ", candidates));
            }
        }

        await FindNearest(kind, [.. names.Where(n => !found.Contains(letters[n]))], letters, cancellation);
    }

    private async Task FindNearest(
        string kind, List<string> names, Dictionary<string, string> letters, CancellationToken cancellation)
    {
        var (kinds, asked) = (KindsOf(kind), names.Select(name => letters[name]).Distinct().ToArray());
        var near = asked.Length == 0 ? [] : await db.Database.SqlQuery<Near>(
            $"""
            SELECT asked, nearest.id, nearest.text FROM unnest({asked}) asked CROSS JOIN LATERAL (
                SELECT id, text, similarity(letters, asked) AS how FROM search_names WHERE resource = ANY ({kinds})
                ORDER BY how DESC, id, text LIMIT 1) nearest
            WHERE how >= {FarthestNear}
            """).ToDictionaryAsync(n => n.Asked, StringComparer.Ordinal, cancellation);

        foreach (var name in names)
        {
            var hint = near.TryGetValue(letters[name], out var nearest)
                ? Messages.Fault("nearest", nearest.Id, nearest.Text)
                : "";
            _unclear[(kind, name)] = new Fault("unknown_reference", nouns.Of(kind), name, hint);
        }
    }
}
