namespace PartnershipTracker.Features.Search;

/// <summary>
/// The particles that follow a noun in Korean (오픈AI와, 최태원이, 마이크로소프트에서는, 인텔 등) and a name in English (NVIDIA's). A particle is
/// removed only when at least two characters remain, because a single character does not identify a word.
/// </summary>
public static class Particles
{
    private static readonly string[] All =
    [
        "은", "는", "이", "가", "을", "를", "과", "와", "의", "에", "도", "만", "로", "으로", "에서", "에게", "께", "께서", "서", "한테",
        "부터", "까지", "처럼", "보다", "하고", "랑", "이랑", "라고", "이라고", "라는", "이라는", "나", "이나", "란", "이란", "마다", "조차",
        "마저", "밖에", "며", "이며", "고", "이고", "인", "씨", "님", "'s", "’s",
        " 등", " 외", " 측", " etc", " etc.", " et al.",
    ];

    /// <summary>Returns the word without its particle or particles, for each possible reading.</summary>
    public static IReadOnlyList<string> Without(string word) =>
        [.. Cut([word]).Concat(Cut([.. Cut([word])])).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Cut(IReadOnlyList<string> words) =>
        from word in words
        from particle in All
        where word.EndsWith(particle, StringComparison.OrdinalIgnoreCase)
        let noun = word[..^particle.Length].TrimEnd()
        where noun.EnumerateRunes().Skip(1).Any()
        select noun;
}
