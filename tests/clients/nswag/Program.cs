using System.Text.Json;
using System.Text.Json.Serialization;
using Tracker;

using var http = new HttpClient { BaseAddress = new Uri(args[0]) };
var tracker = new TrackerClient(http);
var id = $"client-{Guid.NewGuid()}";

await tracker.CreateCompanyAsync(new() { Id = id, Name = new() { Ko = "암", En = "Arm" }, Country = "GB" });
var read = await tracker.GetCompanyAsync(id);
Require(read.Name.Ko == "암" && read.Country == "GB" && read.Version == 1, "it reads what it created");
Require((await tracker.ListCompaniesAsync(q: "Arm", limit: 200)).Items.Any(c => c.Id == id), "it finds it in the list");
var patched = await tracker.PatchCompanyAsync(id, "\"1\"", new() { Country = "JP" });
Require(patched.Version == 2 && patched.Country == "JP" && patched.Name.Ko == "암", "a merge patch changes what it names only");
Require(await Refusal(tracker.DeleteCompanyAsync(id, "\"1\"")) == 412, "a stale version is refused");
await tracker.DeleteCompanyAsync(id, "\"2\"");
Require(await Refusal(tracker.GetCompanyAsync(id)) == 404, "it is deleted");

static async Task<int> Refusal(Task call)
{
    try
    {
        await call;

        return 0;
    }
    catch (ApiException refusal)
    {
        return refusal.StatusCode;
    }
}

static void Require(bool holds, string sentence)
{
    if (!holds)
    {
        throw new InvalidOperationException($"It does not hold that {sentence}.");
    }
}

namespace Tracker
{
    /// <summary>The generated client writes members that are not set as null, which a merge patch would clear.</summary>
    public partial class TrackerClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
            settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
