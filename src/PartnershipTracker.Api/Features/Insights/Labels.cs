namespace PartnershipTracker.Features.Insights;

/// <summary>The texts of pictures in one language.</summary>
internal sealed class Labels(string? language)
{
    private static readonly Dictionary<string, (string En, string Ko)> Said = new(StringComparer.Ordinal)
    {
        ["coverage"] = ("Who covers what", "협력 현황"),
        ["timeline"] = ("Timeline", "연표"),
        ["network"] = ("Who works with whom, on what", "협력 관계"),
        ["collaborations"] = ("collaborations", "협력"),
        ["meetings"] = ("meetings", "회동"),
        ["all"] = ("all", "전체"),
        ["affiliate"] = ("affiliate", "계열사"),
        ["company"] = ("company", "기업"),
        ["area"] = ("area", "분야"),
        ["person"] = ("person", "인물"),
        ["year"] = ("year", "연도"),
        ["quarter"] = ("quarter", "분기"),
        ["month"] = ("month", "월"),
        ["affiliates"] = ("Affiliates", "계열사"),
        ["areas"] = ("Areas", "분야"),
        ["companies"] = ("Companies", "기업"),
        ["connections"] = ("Connections", "연결"),
        ["wider"] = ("The wider the band, the more collaborations and meetings.", "띠가 넓을수록 협력과 회동이 많습니다."),
        ["dashed"] = ("Dashed: only meetings that did not take place.", "점선: 열리지 않은 회동뿐입니다."),
        ["topMost"] = (
            "{0} of {1} rows and {2} of {3} columns, those with most meetings. Filters show the others.",
            "회동이 많은 순서로 행 {1}개 중 {0}개, 열 {3}개 중 {2}개입니다. 조건을 고르면 나머지가 보입니다."),
        ["nothing"] = ("Nothing to show", "표시할 내용 없음"),
        ["more"] = ("and more", "외 더 있음"),
        ["lasted"] = ("lasted", "기간"),
        ["day"] = ("one day", "하루"),
        ["somewhen"] = ("one unknown day within", "기간 중 어느 하루"),
        ["reported"] = ("reported", "보도"),
        ["exploring"] = ("exploring", "탐색"),
        ["announced"] = ("announced", "발표"),
        ["active"] = ("active", "진행"),
        ["expanding"] = ("expanding", "확대"),
        ["paused"] = ("paused", "중단"),
        ["ended"] = ("ended", "종료"),
        ["trip"] = ("trip", "출장"),
        ["meeting"] = ("meeting", "회동"),
        ["planned"] = ("planned", "예정"),
        ["cancelled"] = ("cancelled", "취소"),
        ["stage"] = ("stage of a collaboration", "협력 단계"),
    };

    public string Language { get; } = language ?? "en";

    public string this[string word] => Language == "ko" ? Said[word].Ko : Said[word].En;

    /// <summary>Returns a number of meetings or collaborations in words: <c>1 meeting</c>.</summary>
    public string Count(int number, string word)
    {
        var counted = number == 1 && Language != "ko" ? this[word].TrimEnd('s') : this[word];

        return string.Create(CultureInfo.InvariantCulture, $"{number} {counted}");
    }

    public string Of(LocalizedText? name, string otherwise) =>
        (Language == "ko" ? name?.Ko ?? name?.En : name?.En ?? name?.Ko) ?? otherwise;
}
