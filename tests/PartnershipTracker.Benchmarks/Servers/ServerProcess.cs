using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>A server under test, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(string name, Uri address, string? key, ProcessStartInfo start)
    {
        (Name, Address, Key) = (name, address, key);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>The API key to send; null for a server that needs none.</summary>
    public string? Key { get; }

    /// <summary>The time from the start of the process to its first answer with data.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts a server and waits until it answers 200.</summary>
    public static async Task<ServerProcess> Start(
        string name, string[] arguments, (string Name, string Value)[] environment, string? key, string firstPath)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var server = new ServerProcess(name, address, key, Command(arguments, [.. environment, ("ASPNETCORE_URLS", $"{address}")]));

        try
        {
            await server.WaitFor(firstPath);

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command to its end and returns the last line of its output.</summary>
    public static async Task<string> Run(string[] arguments, (string Name, string Value)[] environment)
    {
        using var process = Process.Start(Command(arguments, environment))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("").Trim()
            : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {await errors}");
    }

    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };

        if (Key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        }

        return client;
    }

    /// <summary>Returns a number of the process's status in MiB, such as VmRSS; null where the system has no such file.</summary>
    public double? Memory(string name)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name + ':', StringComparison.Ordinal)) : null;

        return line is null
            ? null
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitFor(string path)
    {
        using var client = Client();
        var watch = Stopwatch.StartNew();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        while (!await Answers(client, path))
        {
            if (_process.HasExited || watch.Elapsed > StartTimeout)
            {
                throw new InvalidOperationException($"{Name} did not start: {_output}");
            }

            await Task.Delay(5);
        }

        StartTime = watch.Elapsed;
    }

    private static async Task<bool> Answers(HttpClient client, string path)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Command(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(arguments[0]),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
