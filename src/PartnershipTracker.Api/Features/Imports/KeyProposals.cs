using System.Text;
using System.Text.RegularExpressions;
using PartnershipTracker.Features.Search;

namespace PartnershipTracker.Features.Imports;

/// <summary>The keys that rows of a table get from the English name when they state none.</summary>
internal static partial class KeyProposals
{
    /// <summary>
    /// Returns the key of an English name: <c>micron-technology</c> of <c>Micron Technology, Inc.</c>. Null for a name that has none, for
    /// example because it is not in Latin letters.
    /// </summary>
    public static string? Of(string? name, string resource)
    {
        var stripped = NameForms.Of(name ?? "", resource) is [var first, ..] ? first : name ?? "";
        var words = string.Concat(stripped.Normalize(NormalizationForm.FormKD)
            .Where(letter => letter is not ('\'' or '’') && char.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark));
        var key = Others().Replace(words.ToLowerInvariant(), "-").Trim('-');

        return Key.IsValid(key) && words.All(letter => char.IsAscii(letter) || !char.IsLetterOrDigit(letter)) ? key : null;
    }

    /// <summary>Returns the fault of a text that is no key, with the key that is most like it.</summary>
    public static Fault Malformed(string id) => Fault.At("#/id", "pattern", Key.Pattern, Of(id, "") ?? Key.Example);

    /// <summary>Refuses the items whose key belongs to something with other names, or whose names belong to another key.</summary>
    public static async Task RefuseTaken<TRequest>(
        TrackerDb db, string resource, IEnumerable<ImportItem<TRequest>> items, ResourceNouns nouns, CancellationToken cancellation)
        where TRequest : class
    {
        var proposed = items.Where(item => item.IsKeyProposed).ToDictionary(
            item => item.IdText!, item => (Item: item, Names: NamesOf(item.Json)), StringComparer.Ordinal);

        if (proposed.Count == 0)
        {
            return;
        }

        var (ids, letters) = (proposed.Keys.ToArray(), proposed.Values.SelectMany(p => p.Names).Distinct().ToArray());
        var keys = await db.Keys.Where(key => ids.Contains(key.Id)).AsNoTracking()
            .ToDictionaryAsync(key => key.Id, key => key.Resource, StringComparer.Ordinal, cancellation);
        var names = await db.SearchNames.Where(n => n.Resource == resource && n.Kind != NameKind.WeakAlias && letters.Contains(n.Letters))
            .AsNoTracking().ToListAsync(cancellation);

        foreach (var (key, (item, own)) in proposed)
        {
            var owners = names.Where(n => own.Contains(n.Letters)).OrderBy(n => n.Id, StringComparer.Ordinal).ToList();

            if (keys.TryGetValue(key, out var taken) && !owners.Exists(n => n.Id == key))
            {
                item.Refuse(Fault.At("#/id", "key_taken", key, nouns.Of(taken)));
            }
            else if (owners.Find(n => n.Id != key) is { } other)
            {
                item.Refuse(Fault.At("#/id", "name_taken", other.Text, nouns.Of(resource), other.Id));
            }
        }
    }

    /// <summary>Returns the letters of the Korean and the English name of an item.</summary>
    private static string[] NamesOf(JsonObject item) => [.. ((JsonObject)item["name"]!)
        .Select(name => name.Value is { } text ? Letters.Of(text.ToString()) : "").Where(text => text.Length > 0)];

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Others();
}
