namespace PartnershipTracker.Features.Access;

/// <summary>The notice about what a new credential does not show: its default clearance is lower than that of a new meeting.</summary>
internal static class ClearanceNotice
{
    public static string Of(Confidentiality clearance) => clearance switch
    {
        Confidentiality.Public => $"{Messages.Fault("shows_up_to", EnumNames.Write(clearance))} {Messages.Fault("new_are_internal")}",
        Confidentiality.Restricted => Messages.Fault("shows_all"),
        _ => Messages.Fault("shows_up_to", EnumNames.Write(clearance)),
    };
}
