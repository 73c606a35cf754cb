namespace PartnershipTracker.Features.Search;

/// <summary>
/// The words that people put before or after a name and that are no part of it: legal forms of organizations, titles of people.
/// </summary>
internal sealed record NameAffixes(IReadOnlyList<string> Before, IReadOnlyList<string> After)
{
    /// <summary>The ends of the address of a website that people write as part of a name.</summary>
    private static readonly IReadOnlyList<string> Domains = [".com", ".co.kr", "닷컴"];

    private const string Titles =
        """
        Chairman | Chairwoman | Chair | Vice Chairman | President | Vice President | VP | SVP | EVP | CEO | CFO | CTO | COO | CIO | CSO
        CMO | Director | Founder | Co-founder | Chief Executive | Chief Executive Officer | 회장 | 부회장 | 수석부회장 | 명예회장 | 총괄회장 | 사장
        부사장 | 대표이사 | 대표이사 사장 | 대표이사 회장 | 공동대표 | 대표 | 이사 | 사외이사 | 전무 | 전무이사 | 상무 | 상무이사 | 의장 | 이사회 의장 | 총재 | 총수
        최고경영자 | 창업자 | 공동창업자 | 본부장 | 센터장 | 실장 | 팀장 | 부장 | 박사 | 교수
        """;

    private const string FormsOfAddress = "Mr | Mrs | Ms | Miss | Dr | Prof | Professor | Sir";

    private static readonly NameAffixes OfOrganizations = new(
        Longest(LegalForms.Korean), Longest([.. LegalForms.Korean, .. LegalForms.Latin, .. Domains]));

    private static readonly NameAffixes OfPeople = new(
        Longest($"{FormsOfAddress} | {Titles}"),
        Longest($"{Titles} | {string.Join("님 | ", Longest(Titles).Where(title => title[0] > 'z'))}님"));

    private static readonly NameAffixes None = new([], []);

    /// <summary>Returns the words that people add to names of a collection, the longest first.</summary>
    public static NameAffixes Of(string resource) => resource switch
    {
        "companies" or "affiliates" or ResourceReference.Organizations => OfOrganizations,
        "people" => OfPeople,
        _ => None,
    };

    private static string[] Longest(string list) => Longest(list.Split(['|', '\n'], StringSplitOptions.TrimEntries));

    private static string[] Longest(IEnumerable<string> list) => [.. list.OrderByDescending(affix => affix.Length)];
}
