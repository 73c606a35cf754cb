using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PartnershipTracker.Data;

/// <summary>Counts the statements of each context, so that a read knows whether its statement was the first one.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    public static readonly StatementCounter Instance = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        (eventData.Context as TrackerDb)?.CountStatement();

        return result;
    }
}
