using System.Text;
using System.Text.RegularExpressions;
using PartnershipTracker.Features.Search;

namespace PartnershipTracker.Features.Imports;

/// <summary>The keys that rows of a table get from the English name when they state none.</summary>
internal static partial class KeyProposals
{
    /// <summary>The two collections of organizations, each of which is on one side of a meeting.</summary>
    private static readonly string[] Organizations = ["affiliates", "companies"];

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

    /// <summary>
    /// Refuses the items whose proposed key belongs to something with other names, or whose names belong to another key, of the register
    /// or of another row.
    /// </summary>
    public static async Task RefuseTaken<TRequest>(
        TrackerDb db, string resource, IReadOnlyList<ImportItem<TRequest>> items, ResourceNouns nouns, CancellationToken cancellation)
        where TRequest : class
    {
        var proposed = items.Where(item => item.IsKeyProposed).ToDictionary(
            item => item.IdText!, item => (Item: item, Names: NamesOf(item.Json, resource)), StringComparer.Ordinal);

        if (proposed.Count == 0)
        {
            return;
        }

        var kinds = Organizations.Contains(resource) ? Organizations : [resource];
        var (ids, letters) = (proposed.Keys.ToArray(), proposed.Values.SelectMany(p => p.Names).Distinct().ToArray());
        var keys = await db.Keys.Where(key => ids.Contains(key.Id)).AsNoTracking()
            .ToDictionaryAsync(key => key.Id, key => key.Resource, StringComparer.Ordinal, cancellation);

        if (keys.Count < ids.Length)
        {
            await db.LockAddress(kinds[0], "names", cancellation); // two imports at once must not make two of one name
        }

        var names = await db.SearchNames
            .Where(n => kinds.Contains(n.Resource) && (letters.Contains(n.Letters) || ids.Contains(n.Id)))
            .AsNoTracking().ToListAsync(cancellation);

        foreach (var (key, (item, own)) in proposed)
        {
            var owners = names.Where(n => own.Contains(n.Letters)).OrderBy(n => n.Id, StringComparer.Ordinal).ToList();
            var ofKey = names.FindAll(n => n.Id == key && n.Kind is not NameKind.WeakAlias);

            if (keys.TryGetValue(key, out var taken) && taken != resource)
            {
                item.Refuse(Fault.At("#/id", "key_taken", key, nouns.Of(taken)));
            }
            else if (taken is not null && OtherName(item.Json, ofKey, resource) is { } name)
            {
                item.Refuse(Fault.At("#/id", "key_of_other_name", key, nouns.Of(resource), name));
            }
            else if (owners.Find(n => n.Id != key) is { } other)
            {
                item.Refuse(Fault.At(
                    "#/id", other.Resource == resource ? "name_taken" : "name_of_other_side", other.Text, nouns.Of(other.Resource),
                    other.Id));
            }
            else if (taken is null && resource is "people")
            {
                RefuseMoreThanName(item);
            }
        }

        RefuseNamesOfOtherRows(resource, items);
    }

    /// <summary>Refuses a row that would make a new person out of several names, or of a name with a title.</summary>
    private static void RefuseMoreThanName<TRequest>(ImportItem<TRequest> item)
        where TRequest : class
    {
        foreach (var (language, value) in item.Json["name"] as JsonObject ?? [])
        {
            var name = $"{value}";

            if (name.Any(letter => letter is ',' or ';' or '/' or '、' or '，' or '；' or '／'))
            {
                item.Refuse(Fault.At($"#/name/{language}", "several_names"));
            }
            else if (NameForms.Of(name, "people") is [var plain, ..] && Letters.Of(plain) != Letters.Of(name))
            {
                item.Refuse(Fault.At($"#/name/{language}", "more_than_name", plain));
            }
        }
    }

    /// <summary>Refuses a row whose proposed key would make a second resource of a name. Of two such rows, it is the later one.</summary>
    private static void RefuseNamesOfOtherRows<TRequest>(string resource, IReadOnlyList<ImportItem<TRequest>> items)
        where TRequest : class
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var item in items.Where(item => item.FinalFaults.Count == 0).OrderBy(item => item.IsKeyProposed)) // stated keys first
        {
            var names = NamesOf(item.Json, resource);
            var shared = names.FirstOrDefault(name => item.IsKeyProposed && owners.GetValueOrDefault(name, item.IdText!) != item.IdText);

            if (shared is not null)
            {
                item.Refuse(Fault.At("#/id", "name_of_other_row", item.IdText, owners[shared]));
                continue;
            }

            Array.ForEach(names, name => owners.TryAdd(name, item.IdText!));
        }
    }

    /// <summary>
    /// Returns what a row changes in the resource that it was found to be about by its name alone: such a row does not rename it, and its
    /// aliases are further ones.
    /// </summary>
    /// <param name="item">The item of the row, which gets the aliases that the resource has.</param>
    /// <param name="existing">The resource.</param>
    /// <param name="row">The cells of the row.</param>
    public static RowCells CellsToApply(JsonObject item, JsonObject existing, RowCells row)
    {
        if (item["aliases"] is JsonArray stated && existing["aliases"] is JsonArray known)
        {
            var letters = known.Select(LettersOf).ToHashSet(StringComparer.Ordinal);
            var all = known.Concat(stated.Where(alias => letters.Add(LettersOf(alias))));
            item["aliases"] = new JsonArray([.. all.Select(alias => alias?.DeepClone())]);
        }

        return row with
        {
            Cells = row.Cells.Where(cell => cell.Key is not ("nameKo" or "nameEn") || row.Printed[cell.Key] is null)
                .ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal),
        };

        static string LettersOf(JsonNode? alias) => Letters.Of($"{alias?["name"]}");
    }

    /// <summary>Refuses items without a key and an English name: by a name that something has already, or else as incomplete.</summary>
    public static async Task RefuseKeyless<TRequest>(
        TrackerDb db, string resource, IReadOnlyList<ImportItem<TRequest>> items, ResourceNouns nouns, CancellationToken cancellation)
        where TRequest : class
    {
        string[] letters = [.. items.SelectMany(item => NamesOf(item.Json, resource)).Distinct()];
        var owners = letters.Length == 0 ? [] : await db.SearchNames
            .Where(n => n.Resource == resource && letters.Contains(n.Letters))
            .OrderBy(n => n.Id).AsNoTracking().ToListAsync(cancellation);

        foreach (var item in items)
        {
            var own = NamesOf(item.Json, resource);
            item.Refuse(owners.Find(n => own.Contains(n.Letters)) is { } owner
                ? Fault.At("#/id", "name_taken", owner.Text, nouns.Of(resource), owner.Id)
                : Fault.At("#/id", "required"));
        }
    }

    /// <summary>Returns a name of an item that is none of the resource with its key, which has another one in that language.</summary>
    private static string? OtherName(JsonObject item, List<SearchName> names, string resource)
    {
        var (stated, has) = (item["name"] as JsonObject, names.FirstOrDefault()?.Name);
        var letters = names.SelectMany(n => NameForms.Of(n.Text, resource).Prepend(n.Text)).Select(Letters.Of)
            .ToHashSet(StringComparer.Ordinal);

        return new[] { (Text: stated?["ko"], IsNew: has is { Ko: null }), (Text: stated?["en"], IsNew: has is { En: null }) }
            .Where(n => n is { Text: not null, IsNew: false }).Select(n => n.Text!.ToString())
            .FirstOrDefault(text => !NameForms.Of(text, resource).Prepend(text).Select(Letters.Of).Any(letters.Contains));
    }

    /// <summary>
    /// Returns the letters of the names of an item and of its aliases that are not weak, as they are and without legal forms and titles.
    /// </summary>
    private static string[] NamesOf(JsonObject item, string resource)
    {
        var aliases = (item["aliases"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(alias => alias["weak"] is not JsonValue weak || weak.GetValueKind() is not JsonValueKind.True)
            .Select(alias => alias["name"]);

        return [.. (item["name"] as JsonObject ?? []).Select(name => name.Value).Concat(aliases).Where(name => name is not null)
            .SelectMany(name => NameForms.Of($"{name}", resource).Prepend($"{name}"))
            .Select(Letters.Of).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Others();
}
