using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Hosting;

/// <summary>
/// API keys from the command line, for whoever has the machine: the first key of a new register comes from here. A secret is all that is
/// written to the output, so that a script can take it; what explains it goes beside it.
/// </summary>
public static class ApiKeyCommands
{
    private const string WithId = "--id power-bi";

    public static readonly IReadOnlyList<Verb> All =
    [
        new(
            "keys create",
            $"{WithId} --scopes read,write [--clearance internal] [--description …] [--expires 2027-01-01T00:00:00Z]",
            "Makes an API key and prints its secret, this once.",
            Create) { NeedsTables = true },
        new("keys list", "", "Lists the API keys, what they may do and see, and their secrets' ids.", List) { NeedsTables = true },
        new("keys rotate", WithId, "Gives an API key a second secret and prints it, this once.", Rotate) { NeedsTables = true },
        new(
            "keys revoke",
            $"{WithId} [--secret 019094ca-3c00-7000-8000-000000000401]",
            "Revokes an API key, or one of its two secrets only.",
            Revoke) { NeedsTables = true },
    ];

    private static async Task<int> Create(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var request = Request(options);
        services.Validate(typeof(ApiKeyRequest), request);
        var secret = new AddedSecret(services.GetRequiredService<TimeProvider>().Now());
        var created = await services.GetRequiredService<ResourceWriter>()
            .Create<ApiKey, NewKey, ApiKeyResponse>(new(request, secret), CancellationToken.None);

        return Show(created.Value!, secret);
    }

    private static async Task<int> Rotate(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var secret = new AddedSecret(services.GetRequiredService<TimeProvider>().Now());
        var key = await services.GetRequiredService<ResourceWriter>()
            .ChangePart<ApiKey, ApiKeyResponse>(options["id"], new(), secret, CancellationToken.None);

        return Show(ApiKeyResponse.From(key), secret);
    }

    private static async Task<int> Revoke(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var (id, write) = (options["id"], services.GetRequiredService<ResourceWriter>());

        if (!options.TryGetValue("secret", out var secret))
        {
            await write.Delete<ApiKey, ApiKeyResponse>(id, Precondition.Any, CancellationToken.None);
            Console.WriteLine($"{ApiKey.PrincipalOf(id)} is revoked.");

            return 0;
        }

        var secretId = UuidEntity.TryParseId(secret, out var known) ? known : throw new ProblemException("not_found");
        await write.ChangePart<ApiKey, ApiKeyResponse>(id, new(), new RemovedSecret(secretId), CancellationToken.None);
        Console.WriteLine($"{ApiKey.PrincipalOf(id)} is without the secret {secretId}.");

        return 0;
    }

    private static async Task<int> List(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var keys = await services.GetRequiredService<TrackerDb>().ApiKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync();

        foreach (var key in keys)
        {
            var expiry = key.ExpiresAt is { } expires ? $", until {Instant.Print(expires)}" : "";
            Console.WriteLine(
                $"{key.Id}: {string.Join(',', key.Scopes)}; {EnumNames.Write(key.Clearance)}{expiry}; {key.Description}".TrimEnd(' ', ';'));

            foreach (var secret in key.Secrets.OrderBy(s => s.Id))
            {
                var use = secret.LastUsedAt is { } used ? $"last used {Instant.Print(used)}" : "not used yet";
                Console.WriteLine($"  {secret.Id}, made {Instant.Print(secret.CreatedAt)}, {use}");
            }
        }

        return 0;
    }

    private static int Show(ApiKeyResponse key, AddedSecret secret)
    {
        Console.Error.WriteLine(
            $"{key.Principal} may do: {string.Join(", ", key.Scopes)}; and sees what is at most {EnumNames.Write(key.Clearance)}. "
            + "Its secret is shown this once:");
        SecretRedactingWriter.WriteSecret(secret.Text);

        return 0;
    }

    /// <summary>Read as a body would be, so that the same is refused, and the same is made of what is taken.</summary>
    private static ApiKeyRequest Request(IReadOnlyDictionary<string, string> options)
    {
        var body = new JsonObject
        {
            ["id"] = options["id"],
            ["description"] = options.GetValueOrDefault("description"),
            ["scopes"] = new JsonArray([.. options["scopes"].Split(',', StringSplitOptions.TrimEntries).Select(s => (JsonNode)s)]),
            ["clearance"] = options.GetValueOrDefault("clearance"),
            ["expiresAt"] = options.GetValueOrDefault("expires"),
        };

        try
        {
            return body.Deserialize<ApiKeyRequest>(ApiJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new ProblemException("malformed_request", JsonFaults.Explain(e));
        }
    }
}
