using System.Globalization;
using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>The product in Production, with a key.</summary>
internal static class Product
{
    /// <summary>Runs a verb of the product and returns the last line of its output.</summary>
    public static Task<string> Command(Options options, string owner, string runtime, string verb) =>
        ServerProcess.Run([Assembly(options), .. verb.Split(' ')], [.. Environment(runtime), ("ConnectionStrings__Owner", owner)]);

    /// <summary>
    /// Starts the product with a new key. It is started twice, since the first start of a new register loads the opening data.
    /// </summary>
    public static async Task<ServerProcess> Start(Options options, Register register, string firstPath)
    {
        var id = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var key = await Command(
            options, register.Owner, register.Runtime, $"keys create --id benchmark-{id} --scopes read,write,export --clearance internal");

        await using (await Start(options, register, key, firstPath))
        {
        }

        return await Start(options, register, key, firstPath);
    }

    private static Task<ServerProcess> Start(Options options, Register register, string key, string firstPath) =>
        ServerProcess.Start("product", [Assembly(options)], Environment(register.Runtime), key, firstPath);

    /// <summary>Returns the product's assembly, of the same configuration as this program where none is named.</summary>
    private static string Assembly(Options options) => Path.Combine(
        options.Product ?? Path.Combine(
            Repository.Root, "src", "PartnershipTracker.Api", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0"),
        "PartnershipTracker.Api.dll");

    private static (string Name, string Value)[] Environment(string runtime) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("ConnectionStrings__Tracker", runtime),
        ("Proxy__Trusted__0", "127.0.0.1"), // which is where TLS would end
        ("RateLimit__PerMinute", "0"),
        ("RateLimit__AnonymousPerMinute", "0"),
    ];
}
