namespace PartnershipTracker.Tests.Features;

/// <summary>Search texts for the opening data: a line for each target, with its id at the end.</summary>
internal static class SearchCases
{
    private const string Table =
        """
        오픈AI | 오픈ai | 오픈 AI | OpenAI | openai | open ai | ＯｐｅｎＡＩ | 오픈에이아이 | 오픈AI와 | 오픈AI의 | OpenAI에서 | OpenAI's | 오픈 | ope => openai
        ㅇㅍㅇㅇㅇㅇ | 오픈에이 | opneai | openia | 오폰AI | 오픈AI에게도 => openai
        마이크로소프트 | Microsoft | microsoft | MICROSOFT | MS | ms | 엠에스 | 마이크로소프트와 | MS와 | Microsoft가 | 마이크로 | micro | 소프트 | soft => microsoft
        ㅁㅇㅋㄹㅅㅍㅌ | ㅁㅇㅋㄹ | ㅇㅇㅅ | microsft | micorsoft | 마이크로소프드 | 마이크러소프트 | 마이크로소프트에서는 => microsoft
        아마존 | Amazon | amazon | AWS | aws | 아마존웹서비스 | 아마존 웹 서비스 | 아마존에 | 아마존이나 | AWS를 | ama | 아마 | 웹서비스 => amazon
        ㅇㅁㅈ | ㅇㅁㅈㅇㅅㅂㅅ | amazn | amzaon | 아마준 | 아미존 => amazon
        인텔 | Intel | INTEL | 인텔과 | 인텔의 | Intel로 | int | ㅇㅌ | itnel | intell | 인탤 | 안텔 => intel
        엔비디아 | NVIDIA | nvidia | NVidia | 엔비디아가 | NVIDIA는 | nvi | 엔비 | 비디아 | ㅇㅂㄷㅇ | nvida | nvidai | nividia | 엔비디어 | 앤비디아 => nvidia
        TSMC | tsmc | 티에스엠씨 | 대만반도체제조 | TSMC와 | 티에스엠씨가 | 대만 | 대만 반도체 | ㅌㅇㅅㅇㅆ | tmsc | 티에스엠시 | ｔｓｍｃ => tsmc
        SK그룹 | SK 그룹 | SK Group | SK | sk | SK가 | SK그룹의 | 그룹 | group | skㄱㄹ | sk gruop => sk-group
        SK하이닉스 | SK hynix | sk hynix | sk-hynix | 하이닉스 | 에스케이하이닉스 | hynix | HYNIX | 하이닉스와 | SK하이닉스에서 | hynix's | 하이닉 | 하이니 => sk-hynix
        ㅎㅇㄴㅅ | skㅎㅇㄴㅅ | SKㅎㅇ | ㅇㅅㅋㅇㅎㅇㄴㅅ | hynx | hinix | 하이닠스 | 하이닥스 | hynix sk | 닉스 => sk-hynix
        SK텔레콤 | SK telecom | SKT | skt | 에스케이텔레콤 | 에스케이 텔레콤 | SK텔레콤과 | SKT가 | 텔레콤 | telecom | tele | skㅌㄹㅋ | telecmo | SK탤레콤 => sk-telecom
        최태원 | Chey Tae-won | CheyTaewon | Choi Tae-won | 최 회장 | 최회장 | 최태원이 | 최태원은 | 최태원에게서 | 최태원 씨 | 최태 | chey | 태원 => chey-tae-won
        ㅊㅌㅇ | ㅊㅌ | ㅊㅎㅈ | 체태원 | 최태완 | 쵀태원 | 최테원 | 최ㅌㅐ원 | choi | chey taewon | chey tea-won => chey-tae-won
        샘 올트먼 | 샘올트먼 | Sam Altman | sam altman | 샘 알트만 | 샘알트만 | 알트먼 | 올트먼 | altman | Altman's | 샘 | sam | 샘 올트먼이 | 알트먼과 => sam-altman
        ㅅㅇㅌㅁ | ㅇㅌㅁ | altmn | sam altmann | 샘 올트만 | 셈 올트먼 | altman sam | 알트맨 => sam-altman
        반도체 | Semiconductors | semiconductors | 반도체를 | ㅂㄷㅊ | semiconductros | semicon | 반도채 => semiconductors
        HBM | hbm | 고대역폭메모리 | 고대역폭 메모리 | HBM을 | 고대역폭 | ㄱㄷㅇㅍㅁㅁㄹ | 메모리 | 고대역폭매모리 => hbm
        HBM 패키징 | HBM패키징 | HBM packaging | 패키징 | packaging | 패키징은 | hbmㅍㅋㅈ | packging | 패기징 => hbm-packaging
        HBM 기술 혁신 | HBM technology innovation | 기술 혁신 | 기술혁신 | technology | hbm tech | hbmㄱㅅ | technolgy | 혁신 기술 => hbm-technology
        HBM 제조 혁신 | HBM manufacturing innovation | 제조 혁신 | 제조혁신을 | manufacturing | hbmㅈㅈㅎㅅ | manufactring => hbm-manufacturing
        반도체 소재 | 반도체소재 | Semiconductor materials | 소재 | materials | ㅂㄷㅊㅅㅈ | materails => semiconductor-materials
        AI 서비스 | AI서비스 | AI services | ai service | AI 서비스와 | aiㅅㅂㅅ | AI 서비즈 => ai-services
        개인비서 | 개인 비서 | Personal AI assistant | 에이닷 | A. | assistant | 개인비서의 | ㄱㅇㅂㅅ | ㅇㅇㄷ | asistant | 개인비사 => personal-ai-assistant
        데이터센터 | 데이터 센터 | Data centers | data center | 데이터센터를 | ㄷㅇㅌㅅㅌ | 데이타센터 | data cneters => data-centers
        맞춤형 전력 솔루션 | Tailored power solutions | 전력 솔루션 | 전력 | 솔루션 | power | ㅁㅊㅎㅈㄹ | 맞춤형 | tailored | solutoins => energy-solutions
        Chey Tae-won in the United States | 미국 출장 | 출장 | United States | ㅊㅌㅇㅎㅈㅁㄱㅊㅈ | 미국 => 019094ca-3c00-7000-8000-000000000100
        SK 경영전략회의 | SK management strategy meeting | 경영전략회의 | 경영전략회의에서 | management strategy => 019094ca-3c00-7000-8000-000000000207
        최태원–인텔 최고경영자 회동 | 인텔 최고경영자 | CEO of Intel => 019094ca-3c00-7000-8000-000000000204
        최태원–엔비디아 수장 회동 | 엔비디아 수장 | head of NVIDIA | NVIDIA head => 019094ca-3c00-7000-8000-000000000205
        학계 인사 | 산업계 및 학계 | industry and academia | academia => 019094ca-3c00-7000-8000-000000000208
        """;

    /// <summary>Names as people write them: with legal forms, titles, brackets, lists, in part, and in the wrong keyboard layout.</summary>
    private const string NamesAsWritten =
        """
        SK hynix Inc. | SK hynix Inc | SK Hynix, Inc. | (주)SK하이닉스 => sk-hynix
        ㈜SK하이닉스 | SK하이닉스㈜ | SK하이닉스(주) | 주식회사 SK하이닉스 | SK하이닉스(SK hynix) => sk-hynix
        SK하이닉스주식회사 | “SK하이닉스” | ‘SK하이닉스’의 | SK hynix Co., Ltd. | 하이닉스(Hynix)와 | SK hynix 공장 | gkdlslrtm => sk-hynix
        SK telecom Co., Ltd. | SK텔레콤(주) | SK텔레콤 등 | (주) SK텔레콤 | SKT(SK텔레콤) | 주식회사SK텔레콤 | 에스케이텔레콤㈜ | SK telecom's etc. => sk-telecom
        Intel Corp. | Intel Corporation | INTEL CORP | (주)인텔 | 인텔 등 | 인텔 등이 => intel
        “인텔” | "인텔" | 「인텔」과 | 인텔(Intel) | 인텔 [Intel] | Intel Co. => intel
        dlsxpf | DLSXPF | ㅑㅜㅅ디 | Intel, TSMC | 인텔, 공정위 | 인텔 외 | 인텔 측은 | (Intel) | Intel (인텔) Corp. => intel
        NVIDIA Corporation | NVIDIA Corp | 엔비디아(NVIDIA) | NVIDIA(엔비디아) => nvidia
        NVIDIA, Intel | 엔비디아·인텔 | 엔비디아 및 인텔 | 엔비디아와 인텔 | NVIDIA & Intel => nvidia
        엔비디아; 인텔; TSMC | 엔비디아/인텔 | 엔비디아(NVIDIA)가 | 『엔비디아』 | NVIDIA Ltd | ㅜ퍄얌 | dpsqleldk => nvidia
        Amazon.com | Amazon.com, Inc. | Amazon.com Inc | amazon.com Ltd. | 아마존닷컴 | 아마존(Amazon.com) | 아마존 등의 | dkakwhs => amazon
        Microsoft Corp | Microsoft Corporation | 마이크로소프트(MS) | ㈜마이크로소프트 => microsoft
        Microsoft Inc.와 | Microsoft, OpenAI | ㅡㅑㅊ개내ㄹㅅ | akdlzmfhthvmxm => microsoft
        OpenAI, Inc. | OpenAI LLC | OpenAI L.L.C. | OpenAI LP | 오픈AI(OpenAI) | 오픈에이아이(주) | 〈오픈AI〉 | OpenAI Limited | ㅐㅔ두먀 => openai
        TSMC Ltd. | TSMC Limited | 티에스엠씨(TSMC) | TSMC 등과 | (주)TSMC => tsmc
        최태원 회장 | 최태원 회장이 | 최태원회장 | 최태원 회장님 | 회장 최태원 => chey-tae-won
        최태원(회장) | 최태원(Chey Tae-won) | Mr. Chey | Chairman Chey | Mr Chey Tae-won => chey-tae-won
        Chey Tae-won, Chairman | Chairman Chey Tae-won's | 최태원 SK그룹 회장 | 최태원, 샘 올트먼 => chey-tae-won
        “최태원” 회장 | 최태원 대표이사 회장 | chlxodnjs | 초됴 ㅅㅁㄷ-재ㅜ => chey-tae-won
        샘 올트먼 CEO | 샘 올트먼 CEO와 | Sam Altman, CEO | CEO Sam Altman => sam-altman
        Mr. Altman | Mr. Sam Altman | Altman CEO | 샘 올트먼(Sam Altman) | 올트먼 대표 => sam-altman
        샘 올트먼 최고경영자 | Sam Altman (CEO) | 샘올트먼CEO | Dr. Altman | toadhfxmajs | ㄴ므 미스무 => sam-altman
        수장 엔비디아 | NVIDIA head of | 엔비디아 회동 수장 => 019094ca-3c00-7000-8000-000000000205
        최고경영자 인텔 | 인텔 최고경영자 만찬 => 019094ca-3c00-7000-8000-000000000204
        """;

    public static IReadOnlyList<(string Q, string Id)> All { get; } = [.. Read(Table), .. Read(NamesAsWritten)];

    private static IEnumerable<(string, string)> Read(string table) =>
    [
        .. from line in table.Split('\n')
           let sides = line.Split(" => ")
           from q in sides[0].Split(" | ")
           select (q, sides[1]),
    ];
}
