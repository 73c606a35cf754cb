using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using static PartnershipTracker.Benchmarks.Servers.LimitParameters;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>
/// The stored answer of a POST, as the product stores it: found by a hash of the Idempotency-Key, and encrypted with that key. A key that
/// is used again violates the primary key of the table, which saves the search for it.
/// </summary>
internal static class LimitIdempotency
{
    public const string Header = "Idempotency-Key";

    private const int Nonce = 12;
    private const int Tag = 16;
    private const int KeyLength = 32;

    /// <summary>Adds the commands that store the answer and delete expired ones.</summary>
    public static void Keep(NpgsqlBatch batch, string key, byte[] body, string path, AnswerDto answer, DateTime now)
    {
        var secret = Encoding.ASCII.GetBytes(key);
        var scope = Encoding.UTF8.GetBytes($"{LimitWriter.Actor}\n{path}\n");
        var stored = Encrypt(secret, scope, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Default.AnswerDto));
        batch.Add(
            """
            INSERT INTO stored_answers (caller, path, key_hash, body_hash, answer, resource, resource_id, at, replays)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
            """,
            Value(LimitWriter.Actor), Value(path), Value(SHA256.HashData(secret)), Value(SHA256.HashData(body)), Value(stored),
            Value(answer.Shown[0].Resource), Value(answer.Shown[0].Id), Value(now));
        batch.Add(
            """
            DELETE FROM stored_answers WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM stored_answers WHERE at <= $1 ORDER BY at LIMIT 10 FOR UPDATE SKIP LOCKED))
            """,
            Value(now.AddDays(-1)));
    }

    private static byte[] Encrypt(byte[] secret, byte[] scope, byte[] plain)
    {
        var kept = new byte[Nonce + Tag + plain.Length];
        var nonce = kept.AsSpan(0, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, salt: null, info: scope), Tag);
        cipher.Encrypt(nonce, plain, kept.AsSpan(Nonce + Tag), kept.AsSpan(Nonce, Tag));

        return kept;
    }
}
