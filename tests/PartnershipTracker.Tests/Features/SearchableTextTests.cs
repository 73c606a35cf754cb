using System.Text;
using CsCheck;
using PartnershipTracker.Features.Citations;

namespace PartnershipTracker.Tests.Features;

/// <summary>Quotes and their positions in a text.</summary>
public sealed class SearchableTextTests
{
    /// <summary>Pieces that publishers, authors and keyboards put into texts.</summary>
    private static readonly string[] Pieces =
    [
        "최태원", "회장은 ", "오픈AI와", "café", "naïve".Normalize(NormalizationForm.FormD), "회장".Normalize(NormalizationForm.FormD), " ", "  ",
        "\n", "\t", "“", "”", "‘", "’", "\"", "'", "「", "」", "(CEO)", "𝕏", "😀", "a\u0323\u0307", "a\u0307\u0323", "…", "HBM", "가", "각", "1", ".",
    ];

    private static readonly Gen<string> Texts =
        Gen.Int[0, Pieces.Length - 1].Array[1, 40].Select(chosen => string.Concat(chosen.Select(i => Pieces[i])));

    [Fact]
    public void Any_passage_between_two_letters_is_found_at_its_position() =>
        Texts.SelectMany(text => Gen.Int[0, 400].Array[2].Select(ends => (text, ends))).Sample(
            sample =>
            {
                var runes = sample.text.EnumerateRunes().ToList();
                var letters = runes.Index().Where(r => Rune.IsLetter(r.Item)).Select(r => r.Index).ToList();

                if (letters.Count == 0)
                {
                    return;
                }

                var ends = sample.ends.Select(end => letters[end % letters.Count]).Order().ToList();
                var (start, end) = (ends[0], ends[1] + 1);
                var passage = string.Concat(runes.Skip(start).Take(end - start));
                var passages = new SearchableText(sample.text);
                var found = passages.Find(passage.Normalize(NormalizationForm.FormC));

                Assert.Contains(found, p => (p.Start, p.End) == (start, end));
                Assert.All(found, p => Assert.True(passages.Matches(passage, p.Start, p.End)));
                Assert.All(found, p => Assert.Equal(Plain(passage), Plain(passages.At(p.Start, p.End))));
            },
            iter: 20_000);

    [Theory]
    [InlineData("최 회장은 “오픈AI”의", "최 회장은 \"오픈AI\"의", 0, 13)]
    [InlineData("그는  만났다\n오래", "그는 만났다 오래", 0, 10)]
    [InlineData("가각각", "각", 1, 2)]
    [InlineData("cafés", "cafés", 0, 5)]
    [InlineData("각\uFFFE\u0323\u0307회장", "회장", 4, 6)]
    public void Normalization_white_space_and_quotation_marks_are_ignored(string text, string quote, int start, int end)
    {
        Assert.Contains(new(start, end), new SearchableText(text).Find(quote.Normalize(NormalizationForm.FormD)));
        Assert.Contains(new(start, end), new SearchableText(text).Find(quote));
    }

    [Theory]
    [InlineData("café", "cafe")]
    [InlineData("각", "가")]
    [InlineData("만났다", "만났")]
    public void A_base_letter_does_not_match_a_composed_letter(string text, string quote) =>
        Assert.Equal(quote is "만났", new SearchableText(text).Find(quote).Count > 0);

    [Fact]
    public void The_closest_passage_is_returned_with_its_distance()
    {
        var passages = new SearchableText("어제 그는 서울에서 오픈AI의 최고경영자와 만났다. 오늘은 아무도 만나지 않았다.");
        var closest = passages.Closest("오픈AI의 최고경영자를 만났다")!;

        Assert.Equal("오픈AI의 최고경영자와 만났다", passages.At(closest.Start, closest.End));
        Assert.InRange(closest.Distance, 1, 3); // 와 and 를, decomposed
        Assert.Null(passages.Closest("xyz"));
    }

    /// <summary>Folds a text in another way than the application does.</summary>
    private static string Plain(string text) => string.Join(' ', text.Normalize(NormalizationForm.FormC)
        .Select(c => "“”「」".Contains(c, StringComparison.Ordinal) ? '"' : "‘’".Contains(c, StringComparison.Ordinal) ? '\'' : c)
        .Aggregate(new StringBuilder(), (all, c) => all.Append(c)).ToString()
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
