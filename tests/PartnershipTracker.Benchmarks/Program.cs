using PartnershipTracker.Benchmarks;
using PartnershipTracker.Benchmarks.Rounds;
using PartnershipTracker.Benchmarks.Servers;

switch (args)
{
    case ["serve", "limit"]:
        await LimitServer.Run();
        break;
    case ["serve", "ef"]:
        await EfServer.Run();
        break;
    default:
        await Comparison.Run(Options.Parse(args));
        break;
}
