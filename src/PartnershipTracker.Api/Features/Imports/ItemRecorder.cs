using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The recording of processed items: each is counted, and has a row that shows its outcome.</summary>
/// <param name="table">The name of the collection or of the table of parts.</param>
/// <param name="place">Returns the pointer of the column that shows a member; null: there is no table.</param>
/// <param name="import">The import.</param>
internal sealed class ItemRecorder<T, TRequest, TResponse>(
    string table, Func<string?, IReadOnlyDictionary<string, string?>, string?>? place, Importer import)
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    private const string Level = "confidentiality";

    public async Task Record(IReadOnlyList<ImportItem<TRequest>> items, CancellationToken cancellation)
    {
        var written = await import.Rows.Written(
            T.Resource,
            [.. items.Where(i => i.Outcome is ImportOutcome.Create or ImportOutcome.Update).Select(i => i.IdText!)],
            cancellation);

        foreach (var item in items)
        {
            var faults = Locate(item);
            var outcome = faults.Count > 0 ? ImportOutcome.Refuse : item.Outcome ?? ImportOutcome.Refuse;
            var version = outcome is ImportOutcome.Create or ImportOutcome.Update ? written.GetValueOrDefault(item.IdText!) : null;
            var label = LabelOf(item, version, outcome);
            var errors = import.Summary.Count(table, item.Row, outcome, faults);

            if (outcome is not ImportOutcome.Refuse && item.IsKeyProposed)
            {
                import.Summary.Note(item.Row, [Fault.At("#/id", "key_proposed", item.Id)]);
            }

            import.Rows.Add(new()
            {
                ImportId = import.Rows.Import,
                Line = item.Row.Line,
                Resource = T.Resource,
                ResourceId = outcome is ImportOutcome.Refuse && item.Label is null && item.Id is null ? null : item.IdText,
                Version = version?.Version,
                Outcome = outcome,
                Changes = version is null ? null : ChangesOf(version),
                Errors = errors.Count == 0 ? null : ImportRows.Json(errors),
                Cells = (item.Row.WrittenCells ?? item.Row.Cells) is { } cells
                    ? ImportRows.Json(WithMissing(cells, item.Row, faults)) : null,
                Table = import.File.IsTable ? table : null,
                Confidentiality = label.Confidentiality,
                Readers = label.Readers,
            });
        }
    }

    /// <summary>Adds the columns that have faults because the table lacks them, so that the report has a place for their cells.</summary>
    private static Dictionary<string, string?> WithMissing(
        IReadOnlyDictionary<string, string?> written, ImportRow row, IReadOnlyList<Fault> faults)
    {
        var cells = new Dictionary<string, string?>(written, StringComparer.Ordinal);

        foreach (var column in faults.Select(fault => fault.Pointer).OfType<string>().Where(p => p.Length > 2).Select(p => p[2..]))
        {
            if (row.Cells?.ContainsKey(column) is false && !column.Contains('/', StringComparison.Ordinal))
            {
                cells.TryAdd(column, null);
            }
        }

        return cells;
    }

    /// <summary>Compares the versions as the history does.</summary>
    private static string ChangesOf(WrittenVersion version) => version.Before is { } before
        ? ImportRows.Json(ImageDifference.Between(JsonNode.Parse(before), JsonNode.Parse(version.Image)).ToList())
        : $$"""[{"pointer":"#","before":null,"after":{{version.Image}}}]""";

    /// <summary>
    /// Returns the faults of an item. In a table, their pointers name the columns, and a cell that cannot be read has no others.
    /// </summary>
    private List<Fault> Locate(ImportItem<TRequest> item)
    {
        IEnumerable<Fault> faults = [.. item.FinalFaults, .. item.Faults];

        if (item.Row.Cells is { } cells && place is not null)
        {
            List<Fault> ofCells = [.. item.Row.Faults.Select(Place)];
            faults = ofCells.Concat(
                faults.Except(item.Row.Faults).Select(Place).Where(f => !ofCells.Exists(other => other.Pointer == f.Pointer)));

            faults = WithoutConsequences([.. MissingCells.Explain([.. faults], item.Row, table)]);

            Fault Place(Fault fault) => fault with { Pointer = place(fault.Pointer, cells) };
        }

        return [.. faults.DistinctBy(f => (f.Pointer, f.Detail)).Take(ProblemException.MaxErrors)];
    }

    /// <summary>
    /// Leaves out the faults that follow from a name that is not known: the same again in another column, or a person without seat.
    /// </summary>
    private static IEnumerable<Fault> WithoutConsequences(IReadOnlyList<Fault> faults)
    {
        var unknown = faults.Where(f => f.Code is "unknown_reference" or "ambiguous_reference").ToList();

        return faults.Where(f => unknown.Contains(f)
            ? unknown.Find(other => other.Code == f.Code && other.Arguments.SequenceEqual(f.Arguments)) == f
            : unknown.Count == 0 || f.Code is not ("no_seat" or "two_seats"));
    }

    private AccessLabel LabelOf(ImportItem<TRequest> item, WrittenVersion? version, ImportOutcome outcome)
    {
        if (version is not null)
        {
            var after = new AccessLabel(EnumNames.Read<Confidentiality>(version.Confidentiality), [.. version.Readers]);

            return version.ConfidentialityBefore is { } before
                ? Stricter(after, new(EnumNames.Read<Confidentiality>(before), [.. version.ReadersBefore!]))
                : after;
        }

        return (item.Label, outcome) switch
        {
            ({ } label, ImportOutcome.Refuse) => Stricter(label, Stated(item.Json)),
            ({ } label, _) => label,
            _ => Stated(item.Json),
        };
    }

    /// <summary>Returns the label that a refused item states. One that is unclear is for the caller alone.</summary>
    private AccessLabel Stated(JsonObject json)
    {
        if (!typeof(T).IsAssignableTo(typeof(IClassified)))
        {
            return new(Confidentiality.Public, []);
        }

        var isStated = typeof(TRequest).GetProperty(nameof(Confidentiality)) is not null;
        var level = json[Level] is null ? EnumNames.Write(Confidentiality.Internal) : json[Level]!.ToString();
        var readers = (json["readers"] as JsonArray ?? []).Select(reader => $"{reader}").ToList();

        return isStated && EnumNames.Names(typeof(Confidentiality)).Contains(level)
            ? new(EnumNames.Read<Confidentiality>(level), readers)
            : new(Confidentiality.Internal, [import.Db.Caller.Name]);
    }

    private AccessLabel Stricter(AccessLabel one, AccessLabel other)
    {
        var both = one.Readers.Intersect(other.Readers, StringComparer.Ordinal).ToList();

        return new(
            one.Confidentiality > other.Confidentiality ? one.Confidentiality : other.Confidentiality,
            one.Readers.Count == 0 ? other.Readers : other.Readers.Count == 0 ? one.Readers
            : both.Count == 0 ? [import.Db.Caller.Name] : both);
    }
}
