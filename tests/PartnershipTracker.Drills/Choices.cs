using CsCheck;

namespace PartnershipTracker.Drills;

/// <summary>Random choices that a seed repeats. Streams of the same seed differ.</summary>
internal sealed class Choices(int seed, int stream)
{
    private readonly PCG _pcg = new((uint)stream, (ulong)seed);

    public T Draw<T>(Gen<T> gen) => gen.Generate(_pcg, null, out _);

    /// <summary>Returns true in so many of a hundred cases.</summary>
    public bool Percent(int hundredths) => Draw(Gen.Int[0, 99]) < hundredths;

    public T Of<T>(IReadOnlyList<T> items) => items[Draw(Gen.Int[0, items.Count - 1])];
}
