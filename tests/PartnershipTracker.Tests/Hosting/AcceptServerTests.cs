namespace PartnershipTracker.Tests.Hosting;

/// <summary>A register on another server than it was served from, as after a logical restore.</summary>
public sealed class AcceptServerTests(ProductionDatabase database) : IClassFixture<ProductionDatabase>
{
    [ProcessTheory]
    [InlineData("system_identifier = 1", "is not the server that the register was served from: its system identifier is")]
    [InlineData("timeline = 9", "is a primary of timeline 1, and the primary of timeline 9 has replaced it.")]
    public async Task Another_server_is_refused_until_it_is_accepted(string change, string reason)
    {
        await database.Execute(database.Name, $"UPDATE known_server SET {change}");

        foreach (var verb in (string[])["check", "migrate", "keys list", ""])
        {
            var (exit, said, _) = await Run(verb);
            Assert.Equal((1, false), (exit, said.Contains("   at ", StringComparison.Ordinal)));
            Assert.Contains(reason, said, StringComparison.Ordinal);
        }

        var accepted = await Run("migrate --accept-server");
        Assert.Equal("The server is accepted: the register is served from it from now on.", Assert.Single(accepted.Output));
        Assert.Equal("There was nothing to migrate.", Assert.Single((await Run("migrate --accept-server")).Output));
        Assert.Equal(0, (await Run("keys list")).Exit);
    }

    private Task<(int Exit, string Said, string[] Output)> Run(string verb) =>
        TrackerProcess.Run(verb, database.With(("ConnectionStrings__Owner", database.Owner)));
}
