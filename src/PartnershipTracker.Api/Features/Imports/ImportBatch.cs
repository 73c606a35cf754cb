using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// Hundreds of items at once: everything that they need to know of the register in a few statements, everything that they change in one.
/// What the database refuses is found by halves, and the rest is taken.
/// </summary>
internal sealed class ImportBatch<T, TRequest, TResponse>(ImportDefinition<T, TRequest, TResponse> definition, Importer import)
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    private readonly HashSet<Guid> _seen = [];
    private readonly ItemMatcher<T, TRequest, TResponse> _matching = new(definition, import);

    /// <summary>Those that refer to something of their own collection that is not there yet.</summary>
    public List<ImportItem<TRequest>> Waiting { get; } = [];

    /// <summary>Whether nothing more is to come that one could wait for.</summary>
    public bool IsLast { get; set; }

    /// <summary>The ids of those that refer to themselves, one through the other.</summary>
    public IReadOnlySet<string> Circles { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    public async Task Process(IReadOnlyList<ImportItem<TRequest>> entries, CancellationToken cancellation)
    {
        var faults = await InSavepoint.Run(import.Db, () => Try(entries, cancellation), cancellation);

        if (faults.Count == 0)
        {
            Waiting.AddRange(entries.Where(e => e.Waits));
            entries.Where(e => !e.Waits).ToList().ForEach(e => Count(e, [.. e.Refused, .. e.Faults]));
        }
        else if (entries is [var only])
        {
            Count(only, faults);
        }
        else
        {
            foreach (var half in entries.Chunk((entries.Count + 1) / 2))
            {
                await Process(half, cancellation);
            }
        }
    }

    private async Task Try(IReadOnlyList<ImportItem<TRequest>> entries, CancellationToken cancellation)
    {
        import.Ledger.BeginBatch();

        foreach (var entry in entries)
        {
            (entry.Faults, entry.Waits, entry.Outcome) = ([], false, null);
            Read(entry);
        }

        var mentioned = await import.Names.Resolve<T, TRequest>(Sound(entries), Read, cancellation);
        await _matching.Identify(Sound(entries), cancellation);
        RefuseThoseThatComeTwice(Sound(entries));
        var known = await _matching.Find(Sound(entries), cancellation);
        var matched = await _matching.Complete(Sound(entries), known.Roots, Read, cancellation);
        mentioned = matched ? await import.Db.Find([.. Sound(entries).SelectMany(e => Mentions(e.Request!))], cancellation) : mentioned;

        foreach (var entry in Sound(entries))
        {
            await Put(entry, mentioned, known, cancellation);
        }

        await import.Ledger.Flush(cancellation);
    }

    private void Read(ImportItem<TRequest> entry)
    {
        if (entry.Refused.Count == 0)
        {
            (entry.Request, entry.Faults) = InSavepoint.Catch(() => definition.Read(entry.Item));
        }
    }

    private void RefuseThoseThatComeTwice(IReadOnlyList<ImportItem<TRequest>> entries)
    {
        foreach (var entry in entries.Where(e => !e.IsEntered))
        {
            entry.IsEntered = true;

            if (!_seen.Add(ImportItem<TRequest>.NumberOf(entry.Address!))
                || (entry is { Id: null, ExternalId: { } other } && !_seen.Add(ImportItem<TRequest>.NumberOf($"external/{other}"))))
            {
                entry.Refused = [Fault.At(entry.Id is null && entry.ExternalId is not null ? "#/externalId" : "#/id",
                    "duplicate_item", entry.Id ?? entry.ExternalId ?? entry.Address)];
            }
        }
    }

    private async Task Put(ImportItem<TRequest> entry, KnownReferences mentioned, KnownRoots<T> known, CancellationToken cancellation)
    {
        var unknown = Mentions(entry.Request!).Where(m => !mentioned.Has(m, null)).ToList();
        var broken = InSavepoint.Catch(() => import.Check(entry.Request!)).Faults
            .Where(f => unknown.TrueForAll(m => m.Pointer != f.Pointer)).ToList();
        entry.Faults = [.. broken, .. unknown.Select(m => Explain(entry, m))];
        entry.Waits = broken.Count == 0 && unknown.Count > 0 && !IsLast && unknown.TrueForAll(m => IsOfSection(m.Kind));

        if (!entry.IsSound)
        {
            return;
        }

        if (definition.Upsert is { } upsert)
        {
            entry.Outcome = await upsert(import.Services, entry.Address!, entry.Request!, cancellation);
        }
        else if (known.Roots.TryGetValue(entry.Address!, out var root))
        {
            await Alter(entry, root, cancellation);
        }
        else
        {
            await Enter(entry, known, mentioned, cancellation);
        }
    }

    private async Task Alter(ImportItem<TRequest> entry, T root, CancellationToken cancellation)
    {
        var version = root.Version;
        var (_, refused) = await InSavepoint.Catch(async () =>
            new Done<TResponse>(await import.Ledger.Update<T, TRequest, TResponse>(root, entry.Request!, cancellation)));
        entry.Faults = refused;
        entry.Outcome = refused.Count > 0 ? null : root.Version == version ? ImportOutcome.Unchanged : ImportOutcome.Updated;

        if (refused.Count > 0)
        {
            import.Db.Forget(root);
        }
    }

    private async Task Enter(
        ImportItem<TRequest> entry, KnownRoots<T> known, KnownReferences mentioned, CancellationToken cancellation)
    {
        var root = new T();
        root.SetId(entry.Address!);
        var past = known.Past.GetValueOrDefault(entry.Address!);

        if (known.Hidden.Contains(entry.Address!) || (past is not null && !import.Db.Caller.Sees(past)))
        {
            entry.Faults = [Fault.At("#/id", "taken", "id")];

            return;
        }

        var (made, refused) = await InSavepoint.Catch(async () => new Done<TResponse>(await import.Ledger.Insert<T, TRequest, TResponse>(
            root, entry.Request!, past?.Version ?? 0, past is null ? null : AccessLabel.Of(past), cancellation)));
        entry.Faults = refused;
        entry.Outcome = made is null ? null : ImportOutcome.Created;

        if (made is not null)
        {
            mentioned.Add(T.Resource, root);
        }
    }

    private Fault Explain(ImportItem<TRequest> entry, ResourceReference unknown) => IsOfSection(unknown.Kind) && Circles.Contains(entry.Address!)
        ? Fault.At(unknown.Pointer, "cycle")
        : import.Names.Explain(unknown);

    private static bool IsOfSection(string kind) =>
        kind == T.Resource || (kind is ResourceReference.Organizations && T.Resource is "affiliates" or "companies");

    /// <summary>A request that is not checked yet may name nothing where it must name something.</summary>
    public static IEnumerable<ResourceReference> Mentions(TRequest request) => request.References().Where(m => m.Address is not null);

    private static List<ImportItem<TRequest>> Sound(IReadOnlyList<ImportItem<TRequest>> entries) => [.. entries.Where(e => e.IsSound)];

    /// <summary>Of a table, a place is a column.</summary>
    private void Count(ImportItem<TRequest> entry, IReadOnlyList<Fault> faults)
    {
        var places = entry.Row.Cells is { } cells && definition.Table is { } table
            ? faults.Select(f => f with { Pointer = table.Place(f.Pointer, cells) })
            : faults;
        import.Tally.Count(T.Resource, entry.Row, faults.Count > 0 ? null : entry.Outcome, [.. places]);
    }

    private sealed record Done<TShown>(TShown Shown);
}
