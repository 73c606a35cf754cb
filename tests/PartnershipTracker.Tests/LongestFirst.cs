using PartnershipTracker.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace PartnershipTracker.Tests;

/// <summary>Starts the classes that take longest first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(Web.CanaryTests), nameof(Features.MeetingFacetLoadTests), nameof(Web.AuditedReadTests), nameof(Features.StoredImageTests),
        nameof(Hosting.CommandTests), nameof(Hosting.KeyCommandTests), nameof(Hosting.ImportMemoryTests), nameof(Features.WebhookFailureTests),
        nameof(Hosting.StartupTests), nameof(Hosting.SplitBrainTests), nameof(Hosting.ReplicaReadTests), nameof(Hosting.DotnetRunTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) is >= 0 and var place
            ? place : Longest.Length;
}
