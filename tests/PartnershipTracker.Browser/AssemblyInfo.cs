using PartnershipTracker.Tests;

[assembly: AssemblyFixture(typeof(TestServer))]
