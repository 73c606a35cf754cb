using System.Globalization;
using PartnershipTracker.Benchmarks.Data;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>A server that the product is compared with: this program, started again.</summary>
internal static class ComparedServer
{
    public const string PlaceVariable = "BENCHMARK_DATABASE";

    /// <summary>The product's default, so that all have the same share of the database.</summary>
    private static readonly int PoolSize = Math.Max(8, 4 * Environment.ProcessorCount);

    /// <summary>The product's setting: PostgreSQL overestimates a page and would compile its plan for longer than it runs.</summary>
    private const string Settings = "Options=-c jit=off";

    public static Task<ServerProcess> Start(string name, Register register, string firstPath) => ServerProcess.Start(
        name,
        [typeof(ComparedServer).Assembly.Location, "serve", name],
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("Logging__LogLevel__Default", "Warning"),
            (PlaceVariable, string.Create(CultureInfo.InvariantCulture, $"{register.Runtime};Maximum Pool Size={PoolSize};{Settings}")),
        ],
        key: null,
        firstPath);

    public static string Place =>
        Environment.GetEnvironmentVariable(PlaceVariable) ?? throw new InvalidOperationException($"{PlaceVariable} is not set.");
}
