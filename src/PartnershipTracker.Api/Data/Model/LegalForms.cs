namespace PartnershipTracker.Data.Model;

/// <summary>The legal forms of organizations, which people write or leave out.</summary>
public static class LegalForms
{
    /// <summary>The forms in Korean, which stand before or after a name.</summary>
    public static readonly IReadOnlyList<string> Korean = ["주식회사", "유한회사", "유한책임회사", "합자회사", "합명회사", "사단법인", "재단법인"];

    /// <summary>The forms in Latin letters, which stand after a name.</summary>
    public static readonly IReadOnlyList<string> Latin =
    [
        "Incorporated", "Inc", "Corporation", "Corp", "Company", "Co", "Limited", "Ltd", "LLC", "L.L.C", "LLP", "LP", "PLC", "Pte", "Pty",
        "AG", "GmbH", "KG", "SE", "SA", "S.A", "SAS", "S.A.S", "SpA", "S.p.A", "SRL", "S.r.l", "NV", "N.V", "BV", "B.V", "AB", "ASA", "A/S",
        "Oy", "Oyj", "KK", "K.K", "Bhd", "Sdn",
    ];
}
