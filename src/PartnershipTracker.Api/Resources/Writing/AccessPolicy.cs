namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The rules for classifying and granting. Callers cannot write what they could not see afterwards, lowering a classification requires a
/// scope of its own and a reason, and callers cannot grant what they do not have.
/// </summary>
public sealed class AccessPolicy(Caller caller, ChangeContext context)
{
    /// <summary>Refuses a change of the root that the caller is not permitted to make.</summary>
    /// <param name="before">The classification before the change, or null for a new root.</param>
    /// <param name="root">The changed root.</param>
    public void Require(AccessLabel? before, Root root)
    {
        if (root is IClassified after)
        {
            RequireVisible(before, after);
        }

        if (root is IGrants grants)
        {
            RequireGrantable(grants);
        }
    }

    private void RequireVisible(AccessLabel? before, IClassified after)
    {
        if (!caller.IsClearedFor(after.Confidentiality))
        {
            throw new ProblemException(
                "unprocessable", Fault.At("#/confidentiality", "above_clearance", EnumNames.Write(caller.Clearance)));
        }

        if (!caller.Sees(after))
        {
            throw new ProblemException("unprocessable", Fault.At("#/readers", "locks_you_out", caller.Name));
        }

        if (before is not null && IsLowered(before, after))
        {
            RequireDeclassification();
        }
    }

    private static bool IsLowered(IClassified before, IClassified after) =>
        after.Confidentiality < before.Confidentiality || (after.Readers.Count == 0 && before.Readers.Count > 0);

    private void RequireDeclassification()
    {
        if (!caller.Has(Scopes.Declassify))
        {
            throw new ProblemException("forbidden", Fault.At("#/confidentiality", "needs_scope", Scopes.Declassify));
        }

        if (context.Reason is null)
        {
            throw new ProblemException("unprocessable", Fault.Of(ApiHeaders.ChangeReason, "reason_required"));
        }
    }

    private void RequireGrantable(IGrants grants)
    {
        if (grants.Scopes.FirstOrDefault(scope => !caller.Has(scope)) is { } scope)
        {
            throw new ProblemException("forbidden", Fault.At("#/scopes", "not_yours_to_give", scope));
        }

        if (!caller.IsClearedFor(grants.Clearance))
        {
            throw new ProblemException("forbidden", Fault.At("#/clearance", "not_yours_to_give", EnumNames.Write(grants.Clearance)));
        }
    }
}
