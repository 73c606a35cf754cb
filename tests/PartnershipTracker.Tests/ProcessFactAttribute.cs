using System.Runtime.CompilerServices;
using Xunit.v3;

namespace PartnershipTracker.Tests;

/// <summary>Marks a test that starts a process, or waits. Such tests run by themselves, and only their classes start an application.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(FactDiscoverer))]
public sealed class ProcessFactAttribute : FactAttribute, ITraitAttribute
{
    public ProcessFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Explicit = true;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => ProcessTheoryAttribute.Traits;
}

/// <inheritdoc cref="ProcessFactAttribute" />
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(TheoryDiscoverer))]
public sealed class ProcessTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    internal static readonly KeyValuePair<string, string>[] Traits = [new("Kind", "process")];

    public ProcessTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Explicit = true;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => Traits;
}
