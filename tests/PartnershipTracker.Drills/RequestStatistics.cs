using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>The answers of a run of random requests, and the faults in them. The first request with a fault is printed.</summary>
internal sealed partial class RequestStatistics(DocumentReader document, string run)
{
    private const int MostRefusals = 15;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly List<(DocumentedOperation Operation, int Status)> _answers = [];
    private readonly Dictionary<(string Method, string Reason), int> _refusals = [];

    public void Add(GeneratedRequest request, int status, byte[] body, IEnumerable<string> faults)
    {
        _answers.Add((request.Operation, status));

        if (status is >= 400 and < 500)
        {
            var code = ProblemCode().Match(Encoding.UTF8.GetString(body)).Value;
            var refusal = (request.Operation.Method, $"{request.Operation.Id} {status} {code}");
            _refusals[refusal] = _refusals.GetValueOrDefault(refusal) + 1;
        }

        foreach (var fault in faults)
        {
            var kind = $"{request.Operation}: {status}: {fault}";
            _faults[kind] = _faults.GetValueOrDefault(kind) + 1;

            if (_faults[kind] == 1)
            {
                CheckResults.Print($"{run}, request {_answers.Count}: {fault}\n{request}\n{status} {Start(body)}\n");
            }
        }
    }

    public void Report(CheckResults results, bool isCreationChecked)
    {
        if (_answers.Count == 0)
        {
            return;
        }

        var speed = _answers.Count / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var statuses = _answers.CountBy(a => a.Status).OrderBy(s => s.Key);
        var methods = _answers.GroupBy(a => a.Operation.Method, a => a.Status).ToDictionary(m => m.Key, Successes);
        var succeeded = _answers.Where(a => IsSuccess(a.Status)).Select(a => a.Operation.Id).ToHashSet(StringComparer.Ordinal);
        CheckResults.Print($"  {_answers.Count} requests, {speed:0} a second: {Joined(statuses.Select(s => $"{s.Value} × {s.Key}"))}");
        CheckResults.Print($"  2xx: {Joined(methods.Select(m => $"{Math.Round(100 * m.Value)} % of {m.Key}"))}");
        CheckResults.Print($"  most frequent refusals of POSTs: {Joined(Refusals("post"))}");
        CheckResults.Print($"  never 2xx: {Joined(document.Operations.Where(o => !succeeded.Contains(o.Id)))}");
        results.Check(_answers.All(a => a.Status < 500), $"{run}: no answer is a 5xx");
        results.Check(_faults.Count == 0, $"{run}: each answer is as documented ({_faults.Values.Sum()} faults)");
        results.Check(!isCreationChecked || methods.GetValueOrDefault("post") >= 0.5, $"{run}: half of the creations succeed");
        results.Check(Unused().Count == 0, $"{run}: all operations were used {Joined(Unused())}");
    }

    private IEnumerable<string> Refusals(string method) => _refusals
        .Where(r => r.Key.Method == method)
        .OrderByDescending(r => r.Value)
        .Take(MostRefusals)
        .Select(r => $"{r.Value} × {r.Key.Reason}");

    private List<DocumentedOperation> Unused() => [.. document.Operations.ExceptBy(_answers.Select(a => a.Operation.Id), o => o.Id)];

    private static double Successes(IEnumerable<int> statuses) => statuses.Average(s => IsSuccess(s) ? 1.0 : 0);

    private static bool IsSuccess(int status) => status is >= 200 and < 300;

    private static string Joined<T>(IEnumerable<T> items) => string.Join(", ", items);

    [GeneratedRegex("(?<=\"code\":\")\\w+", RegexOptions.None, 1000)]
    private static partial Regex ProblemCode();

    private static string Start(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 1_000)));
}
