using System.Threading.Channels;

namespace PartnershipTracker.Data;

/// <summary>The sign that this process has committed something. Commits before it is taken make one sign.</summary>
public sealed class CommitSignal
{
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Gives the sign, without waiting for anything.</summary>
    public void Give() => _signs.Writer.TryWrite(true);

    /// <summary>Waits for the sign and takes it.</summary>
    public async Task Take(CancellationToken cancellation) => await _signs.Reader.ReadAsync(cancellation);
}
