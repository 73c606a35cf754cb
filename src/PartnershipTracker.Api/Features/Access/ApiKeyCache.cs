using System.Collections.Concurrent;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Access;

/// <summary>A key as one of its secrets finds it.</summary>
public sealed record KnownKey(
    string Id, string[] Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt, Guid SecretId, DateTimeOffset? LastUsedAt,
    bool ReplicaReads);

/// <summary>
/// The keys in use, by the hash of the secret. They are used only while the listener is known to receive changes, which triggers announce
/// (see the migration <c>NotifyKeyChanges</c>), and are dropped on each. The cache is no larger than the number of secrets, because unknown
/// ones are not kept.
/// </summary>
public sealed class ApiKeyCache(TimeProvider clock) : IListensTo
{
    /// <summary>The time for which a round trip of the listener vouches for the keys.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private const long Never = long.MinValue;

    private long _confirmedAt = Never;
    private volatile ConcurrentDictionary<string, KnownKey> _keys = NoKeys();

    /// <summary>Returns the key of a secret; null: it must be looked up.</summary>
    public KnownKey? Find(string hash) => IsConfirmed ? _keys.GetValueOrDefault(hash) : null;

    /// <summary>
    /// Begins a look-up, and returns the method that keeps its result. If keys change meanwhile, the result is kept in a set that is out of
    /// use by then.
    /// </summary>
    public Action<string, KnownKey> BeginLookUp()
    {
        var keys = _keys;

        return (hash, key) => keys[hash] = key;
    }

    /// <summary>Drops one key, so that the next request looks it up.</summary>
    public void Drop(string hash) => _keys.TryRemove(hash, out _);

    /// <summary>Drops all keys, after a change of any.</summary>
    public void Drop() => _keys = NoKeys();

    string IListensTo.Channel => "api_keys";

    void IListensTo.Notice() => Drop();

    /// <summary>Permits the use of kept keys for a while.</summary>
    /// <param name="since">The timestamp before the round trip, which has delivered every change committed by then.</param>
    public void Confirm(long since) => Volatile.Write(ref _confirmedAt, since);

    /// <summary>Drops all keys and looks up each one, until the listener confirms again.</summary>
    public void Suspend()
    {
        Confirm(Never);
        Drop();
    }

    private bool IsConfirmed =>
        Volatile.Read(ref _confirmedAt) is not Never and var since && clock.GetElapsedTime(since) < Lifetime;

    private static ConcurrentDictionary<string, KnownKey> NoKeys() => new(StringComparer.Ordinal);
}
