using System.CommandLine;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Hosting;

/// <summary>
/// The verbs for API keys, for the operator of the machine: the first key of a new register comes from here. Only a secret is written to
/// the output, so that a script can take it; the explanation goes to the error stream.
/// </summary>
public static class ApiKeyCommands
{
    private static readonly Option<string> Id = new("--id") { Required = true, Description = "The key, such as power-bi." };
    private static readonly Option<string> Scopes = new("--scopes") { Required = true, Description = "Its scopes: read,write." };
    private static readonly Option<string?> Clearance =
        new("--clearance") { Description = "Its highest confidentiality; public by default." };
    private static readonly Option<string?> About = new("--description") { Description = "Its purpose." };
    private static readonly Option<string?> Expires = new("--expires") { Description = "Its expiry, such as 2027-01-01T00:00:00Z." };
    private static readonly Option<bool> ReplicaReads = new("--replica-reads") { Description = "Replicas may answer its reads." };
    private static readonly Option<string?> OneSecret = new("--secret") { Description = "The id of one secret; all of them by default." };

    public static Command Keys => new("keys", "Creates, lists, rotates and revokes API keys.")
    {
        new Verb("create", "Creates an API key and prints its secret, this once.", Create)
        {
            NeedsTables = true, Options = { Id, Scopes, Clearance, About, Expires, ReplicaReads },
        },
        new Verb("list", "Lists the API keys with their scopes, clearances and the ids of their secrets.", List) { NeedsTables = true },
        new Verb("rotate", "Gives an API key a second secret and prints it, this once.", Existing(Rotate))
        {
            NeedsTables = true, Options = { Id },
        },
        new Verb("revoke", "Revokes an API key, or only one of its two secrets.", Existing(Revoke))
        {
            NeedsTables = true, Options = { Id, OneSecret },
        },
    };

    private static async Task<int> Create(IServiceProvider services, ParseResult options)
    {
        var request = Request(options);
        services.Validate(typeof(ApiKeyRequest), request);
        var secret = new AddedSecret(services.GetRequiredService<TimeProvider>().Now());
        var created = await services.GetRequiredService<ResourceWriter>()
            .Create<ApiKey, NewKey, ApiKeyResponse>(new(request, secret), CancellationToken.None);

        return Show(created.Value!.Read(), secret);
    }

    /// <summary>Returns a change that, where there is no such key or secret, says so with its id.</summary>
    private static Func<IServiceProvider, ParseResult, Task<int>> Existing(Func<IServiceProvider, ParseResult, Task<int>> change) =>
        async (services, options) =>
        {
            try
            {
                return await change(services, options);
            }
            catch (ProblemException e) when (e.Code is "not_found")
            {
                throw new StartupException(options.GetResult(OneSecret) is null
                    ? Messages.Fault("no_such_api_key", options.GetValue(Id)!)
                    : Messages.Fault("no_such_secret", options.GetValue(Id)!, options.GetValue(OneSecret)!));
            }
        };

    private static async Task<int> Rotate(IServiceProvider services, ParseResult options)
    {
        var secret = new AddedSecret(services.GetRequiredService<TimeProvider>().Now());
        var key = await services.GetRequiredService<ResourceWriter>()
            .ChangePart<ApiKey, ApiKeyResponse>(options.GetRequiredValue(Id), new(), secret, CancellationToken.None);

        return Show(ApiKeyResponse.From(key), secret);
    }

    private static async Task<int> Revoke(IServiceProvider services, ParseResult options)
    {
        var (id, write) = (options.GetRequiredValue(Id), services.GetRequiredService<ResourceWriter>());

        if (options.GetValue(OneSecret) is not { } secret)
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

    private static async Task<int> List(IServiceProvider services, ParseResult options)
    {
        var keys = await services.GetRequiredService<TrackerDb>().ApiKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync();

        foreach (var key in keys)
        {
            var replicas = key.ReplicaReads ? ", reads replicas" : "";
            var expiry = key.ExpiresAt is { } expires ? $", until {Instant.Print(expires)}" : "";
            Console.WriteLine(
                $"{key.Id}: {string.Join(',', key.Scopes)}; {EnumNames.Write(key.Clearance)}{expiry}{replicas}; {key.Description}"
                    .TrimEnd(' ', ';'));

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
            $"{key.Principal} has the scopes {string.Join(", ", key.Scopes)} and the clearance {EnumNames.Write(key.Clearance)}. "
            + "Its secret is shown only this once:");
        SecretRedactingWriter.WriteSecret(secret.Text);

        return 0;
    }

    /// <summary>Reads the options like a body of the API, so that the same rules apply.</summary>
    private static ApiKeyRequest Request(ParseResult options)
    {
        var scopes = options.GetRequiredValue(Scopes).Split(',', StringSplitOptions.TrimEntries);
        var body = new JsonObject
        {
            ["id"] = options.GetRequiredValue(Id),
            ["description"] = options.GetValue(About),
            ["scopes"] = new JsonArray([.. scopes.Select(s => (JsonNode)s)]),
            ["clearance"] = options.GetValue(Clearance),
            ["expiresAt"] = options.GetValue(Expires),
            ["replicaReads"] = options.GetValue(ReplicaReads),
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
