using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PartnershipTracker.Tests;

/// <summary>
/// The SQL commands that were sent to one database: all of them by their text, as the driver traces them, and those of EF Core with their
/// parameters.
/// </summary>
public sealed class SqlLog : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _database;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly ConcurrentQueue<string> _commands = [];

    public SqlLog(TrackerApp app)
    {
        _database = app.Database;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        var driver = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(driver);
        _subscriptions.Add(driver);
    }

    public ConcurrentQueue<(string Sql, List<NpgsqlParameter> Parameters)> Sent { get; } = [];

    public IEnumerable<string> Commands => _commands;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: var command }
            && command.Connection!.Database == _database)
        {
            Sent.Enqueue((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        }
    }

    private void Note(Activity activity)
    {
        if (activity.GetTagItem("db.query.text") is string sql && (string?)activity.GetTagItem("db.namespace") == _database)
        {
            _commands.Enqueue(sql);
        }
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    public void OnCompleted()
    {
        // required by the interface
    }

    public void OnError(Exception error)
    {
        // a test whose listener fails finds no commands
    }
}
