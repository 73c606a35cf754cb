using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Features;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>The committed files that the code and the answers on the opening data give. UPDATE_OPENAPI=1 writes them anew.</summary>
public sealed class GeneratedDocumentTests(DocumentExampleApp app) : IClassFixture<DocumentExampleApp>
{
    private static readonly CommittedFile Document = new("openapi.json");
    private static readonly CommittedFile Templates = new("Features/Imports/Templates.json");

    [Fact]
    public async Task The_committed_document_describes_the_application()
    {
        var generated = await new DocumentGenerator(app).Generate();

        if (CommittedFile.IsToBeUpdated)
        {
            Document.Write(generated);
        }

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(Document.Text), generated),
            $"openapi.json is stale: {CommittedFile.HowTo}. {FirstDifference(Document.Text, CommittedFile.Indent(generated))}");
    }

    [Fact]
    public async Task The_committed_templates_are_the_first_rows_of_the_exports()
    {
        var generated = new JsonObject();

        foreach (var resource in Catalog.Resources.Tables)
        {
            generated[resource] = DocumentGenerator.FirstRows((await app.Get($"{resource}.csv")).Text);
        }

        if (CommittedFile.IsToBeUpdated)
        {
            Templates.Write(generated);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Templates.Text), generated), $"Templates.json is stale: {CommittedFile.HowTo}.");
    }

    private static string FirstDifference(string committed, string generated)
    {
        var (old, now) = (committed.Split('\n'), generated.Split('\n'));
        var line = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();

        return $"Line {line + 1}: '{old.ElementAtOrDefault(line)}' became '{now.ElementAtOrDefault(line)}'.";
    }
}
