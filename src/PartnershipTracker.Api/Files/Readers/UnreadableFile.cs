namespace PartnershipTracker.Files.Readers;

/// <summary>A file of which nothing can be read.</summary>
internal sealed class UnreadableFile : ImportFile
{
    public UnreadableFile(int line, Fault fault) => RefuseLine(line, fault);

    public override int Total => 0;

    public override bool Has(string resource) => false;

    public override IEnumerable<ImportRow> Of(string resource) => [];
}
