using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>The refusal of a server that answers but must not be used, with the code of the message that explains it.</summary>
public sealed class RefusedServerException(string code, string reason) : NpgsqlException(reason)
{
    /// <summary>The code for a primary that another one has replaced.</summary>
    public const string ReplacedPrimary = "replaced_primary";

    /// <summary>The code for a server of another cluster.</summary>
    public const string OtherServer = "other_server";

    public string Code { get; } = code;

    /// <summary>True, so that the driver leaves the server alone for a second and uses the next one of its list.</summary>
    public override bool IsTransient => true;

    /// <summary>Returns the refusal that caused an exception; null when there is none.</summary>
    public static RefusedServerException? In(Exception? exception) => exception switch
    {
        null => null,
        RefusedServerException refused => refused,
        AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(refused => refused is not null),
        _ => In(exception.InnerException),
    };
}

/// <summary>A new connection that is closed because its server is a standby. The driver goes on to the next server of its list.</summary>
public sealed class StandbyException() : NpgsqlException("The server is a standby.")
{
    public override bool IsTransient => true;
}
