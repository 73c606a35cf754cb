namespace PartnershipTracker.Tests.Hosting;

/// <summary>The commands that are not for keys, and what all of them say when they fail.</summary>
public sealed class CommandTests(ProductionDatabase database) : IClassFixture<ProductionDatabase>
{
    private Task<(int Exit, string Said, string[] Output)> Run(string verb, params (string Name, string? Value)[] settings) =>
        TrackerProcess.Run(verb, database.With(settings));

    [ProcessTheory]
    [InlineData("keys create --id Desk --scopes read", "--id:")]
    [InlineData("keys create --id desk-2 --scopes read,fly", "--scopes:")]
    [InlineData("keys create --id desk-2 --scopes read --clearance secret", "--clearance:")]
    [InlineData("keys create --id desk-2 --scopes read --clearance 3", "--clearance:")]
    [InlineData("keys create --id desk-2 --scopes read --expires tomorrow", "--expires:")]
    [InlineData("keys create --id desk-2 --scopes read --expires 2100-01-01T00:00:00", "--expires:")]
    [InlineData("keys create --id desk-2 --scopes read --description=\u202Eevil", "--description:")]
    [InlineData("keys rotate --id nobody", "There is no API key 'nobody'.")]
    [InlineData("keys revoke --id nobody", "There is no API key 'nobody'.")]
    [InlineData("keys revoke --id operations --secret nonsense", "There is no API key 'operations' with the secret 'nonsense'.")]
    [InlineData("migrate", "ConnectionStrings__Owner")]
    [InlineData("people erase --id sam-altman --yes", "ConnectionStrings__Owner")]
    [InlineData("log prune --before 2024-01-01 --yes", "ConnectionStrings__Owner")]
    [InlineData("log prune --before 2224-01-01", "--before:")]
    public async Task A_failed_command_prints_a_message_without_a_stack_trace(string verb, string said)
    {
        var (exit, told, output) = await Run(verb);

        Assert.Equal((1, 0), (exit, output.Length));
        Assert.Contains(said, told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task Messages_are_in_the_language_of_the_terminal() =>
        Assert.Matches(@"\p{IsHangulSyllables}", (await Run("keys rotate --id nobody", ("LC_ALL", "ko_KR.UTF-8"))).Said);

    [ProcessTheory]
    [InlineData("serve", "'serve'")]
    [InlineData("keys", "Required command")]
    [InlineData("keys make --id x", "'make'")]
    [InlineData("keys create --id x", "'--scopes' is required")]
    [InlineData("keys create --id x --scopes", "missing for option: '--scopes'")]
    [InlineData("keys create --id --scopes read", "'--scopes' is required")]
    [InlineData("keys create --id x --id y --scopes read", "'--id' expects a single argument")]
    [InlineData("keys create --id x --scopes read --colour red", "'--colour'")]
    [InlineData("keys create --id x --scopes read -", "'-'")]
    [InlineData("keys list --id x", "'--id'")]
    [InlineData("check now", "'now'")]
    public async Task An_unknown_command_or_option_prints_the_usage(string verb, string said)
    {
        var (exit, told, output) = await Run(verb, ("ConnectionStrings__Tracker", null));

        Assert.Equal((2, 0), (exit, output.Length));
        Assert.Contains(said, told, StringComparison.Ordinal);
        Assert.Contains("Usage", told, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task Help_lists_every_command()
    {
        foreach (var (verb, listed) in new (string, string[])[]
        {
            ("help", ["migrate", "check", "keys", "people"]),
            ("--help", ["migrate", "check", "keys"]),
            ("keys --help", ["create", "list", "rotate", "revoke"]),
            ("keys create --help", ["--id", "--scopes", "--clearance", "--description", "--expires"]),
            ("keys revoke -h", ["--id", "--secret"]),
        })
        {
            var (exit, _, output) = await Run(verb);

            Assert.Equal(0, exit);
            Assert.All(listed, name => Assert.Contains(output, line => line.Trim().StartsWith($"{name} ", StringComparison.Ordinal)));
        }
    }

    [ProcessFact]
    public async Task A_database_is_migrated_once_and_key_commands_need_a_migrated_database()
    {
        var empty = await database.Empty();
        var runtime = ("ConnectionStrings__Tracker", (string?)database.Through(place => place.Database = empty));
        var owner = ("ConnectionStrings__Owner", (string?)database.OwnerOf(empty));

        var early = await Run("keys list", runtime);
        Assert.Equal(1, early.Exit);
        Assert.Contains("migrate", early.Said, StringComparison.Ordinal);

        var (first, second) = (await Run("migrate", runtime, owner), await Run("migrate", runtime, owner));
        Assert.Equal((0, 0), (first.Exit, second.Exit));
        Assert.Contains("Initial", Assert.Single(first.Output), StringComparison.Ordinal);
        Assert.Equal("There was nothing to migrate.", Assert.Single(second.Output));
        KeyCommandTests.Secret(await Run("keys create --id first --scopes admin", runtime));
        Assert.Equal(0, (await Run("check", runtime)).Exit);
        await database.Drop(empty);
    }

    [ProcessFact]
    public async Task Commands_fail_without_a_database() => Assert.All(
        [
            await Run("keys list", ("ConnectionStrings__Tracker", null)),
            await Run("migrate", ("ConnectionStrings__Tracker", null), ("ConnectionStrings__Owner", database.Owner)),
            await Run("keys list", ("ConnectionStrings__Tracker", database.Through(place => place.Port = 1))),
        ],
        run => Assert.True(run is { Exit: 1, Output: [] } && !run.Said.Contains("   at ", StringComparison.Ordinal), run.Said));

    [ProcessFact]
    public async Task Stored_images_that_differ_are_listed_and_missing_ones_are_rendered_by_a_migration()
    {
        Assert.Equal(0, (await Run("images verify")).Exit);
        await database.Execute(database.Name, "UPDATE areas SET image = 'x' WHERE id = 'hbm'; UPDATE areas SET image = NULL WHERE id = 'ai-services'");

        var differing = await Run("images verify");
        Assert.Equal(1, differing.Exit);
        Assert.Equal(["areas/ai-services differs.", "areas/hbm differs.", "Stored images that differ: 2."], differing.Output.Order());

        var migrated = await Run("migrate", ("ConnectionStrings__Owner", database.Owner));
        Assert.Contains("Stored images rendered: 1.", migrated.Said + string.Join(' ', migrated.Output), StringComparison.Ordinal);
        Assert.Equal(["areas/hbm differs.", "Stored images that differ: 1."], (await Run("images verify")).Output.Order());
    }

    [ProcessFact]
    public async Task The_owner_erases_a_person_after_a_confirmation()
    {
        var owner = ("ConnectionStrings__Owner", (string?)database.Owner);
        const string Erase = "people erase --id sam-altman";

        var unknown = await Run("people erase --id nobody --yes", owner);
        Assert.Equal((1, true), (unknown.Exit, unknown.Said.Contains("There is no person 'nobody'.", StringComparison.Ordinal)));

        var dry = await Run(Erase, owner);
        Assert.Equal((0, "Nothing was changed. With --yes, people/sam-altman would become people/erased-<random>."), (dry.Exit, dry.Output[0]));
        var erased = await Run($"{Erase} --yes", owner);
        Assert.Equal(0, erased.Exit);
        Assert.Matches("^The person is people/erased-[0-9a-f]{12} now.$", erased.Output[0]);
        Assert.Contains("meetings: 1", erased.Output);
        Assert.Contains("  meetings/019094ca-3c00-7000-8000-000000000201 title", erased.Output);
        Assert.Equal(dry.Output.Skip(1), erased.Output.Skip(1));
        Assert.Equal(1, (await Run($"{Erase} --yes", owner)).Exit);
    }
}
