using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// Who may classify, and grant, how: nobody writes what they could not see afterwards, to hold something less closely takes a scope of
/// its own and a reason, and nobody gives what they do not have.
/// </summary>
public sealed class AccessPolicy(Caller caller, ChangeContext author)
{
    /// <summary>Refuses a root that the caller may not leave as it is now.</summary>
    /// <param name="before">How it was held before; null when it is new.</param>
    /// <param name="root">The root, changed.</param>
    public void Require(AccessLabel? before, Root root)
    {
        if (root is IClassified after)
        {
            AllowHolding(before, after);
        }

        if (root is IGrants grants)
        {
            AllowGranting(grants);
        }
    }

    private void AllowHolding(AccessLabel? before, IClassified after)
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

        if (before is not null && IsLoosened(before, after))
        {
            AllowLoosening();
        }
    }

    private static bool IsLoosened(IClassified before, IClassified after) =>
        after.Confidentiality < before.Confidentiality || (after.Readers.Count == 0 && before.Readers.Count > 0);

    private void AllowLoosening()
    {
        if (!caller.Has(Scopes.Declassify))
        {
            throw new ProblemException("forbidden", Fault.At("#/confidentiality", "needs_scope", Scopes.Declassify));
        }

        if (author.Reason is null)
        {
            throw new ProblemException("unprocessable", Fault.Of(ApiHeaders.ChangeReason, "reason_required"));
        }
    }

    private void AllowGranting(IGrants grants)
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
