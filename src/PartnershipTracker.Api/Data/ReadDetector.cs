using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PartnershipTracker.Data;

/// <summary>Tells each context of its statements that return rows, so that a read knows whether its statement is the first one.</summary>
internal sealed class ReadDetector : DbCommandInterceptor
{
    public static readonly ReadDetector Instance = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (eventData is { Context: TrackerDb db, ExecuteMethod: not DbCommandMethod.ExecuteNonQuery })
        {
            db.HasRead = true;
        }

        return result;
    }
}
