// Keeps a copy of the register as files: all lists once, and from then on the feed of changes.
//
//     TRACKER_KEY=pt_live_… dotnet run copy.cs https://tracker.example.com copy [--once]
//
// The folder `copy` has a file for each resource, such as companies/intel.json, with the resource as a GET shows it, and the file `cursor`.
// With --once the program ends when it has read all changes; otherwise it waits for further ones. It can be stopped at any time.
using System.Net;
using System.Text.Json.Nodes;

string[] collections = ["sources", "affiliates", "companies", "people", "areas", "trips", "meetings", "collaborations", "citations"];
var (root, folder, isOnce) = (args[0].TrimEnd('/'), args[1], args.Contains("--once"));
var cursorFile = Path.Combine(folder, "cursor");
using var client = new HttpClient { BaseAddress = new(root), Timeout = TimeSpan.FromSeconds(60) };

if (Environment.GetEnvironmentVariable("TRACKER_KEY") is { } key)
{
    client.DefaultRequestHeaders.Add("X-Api-Key", key);
}

while (true)
{
    try
    {
        if (!File.Exists(cursorFile))
        {
            await Reload();
        }

        if (!await Follow() && isOnce)
        {
            return 0;
        }
    }
    catch (HttpRequestException refused) when (refused.StatusCode is HttpStatusCode.Gone)
    {
        File.Delete(cursorFile);
    }
    catch (HttpRequestException failed) when (failed.StatusCode is null or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
    {
        Console.Error.WriteLine($"{failed.Message} Trying again.");
        await Task.Delay(TimeSpan.FromSeconds(5));
    }
    catch (HttpRequestException refused)
    {
        Console.Error.WriteLine(refused.Message);
        return 1;
    }
}

// Reads everything anew. The cursor is older than the lists, so that changes meanwhile come twice rather than never.
async Task Reload()
{
    var cursor = (string)(await Get("/api/v1/changes?after=now"))["cursor"]!;
    collections.Select(FolderOf).Where(Directory.Exists).ToList().ForEach(old => Directory.Delete(old, recursive: true));

    foreach (var resource in collections)
    {
        for (var path = $"/api/v1/{resource}?limit=200"; path is not null;)
        {
            var page = await Get(path);
            page["items"]!.AsArray().ToList().ForEach(item => Store(resource, item!));
            path = (string?)page["next"];
        }
    }

    Write(cursorFile, cursor);
}

// Applies the next changes, and returns true if there are more. After a stop before the cursor is stored, they are applied again.
async Task<bool> Follow()
{
    var cursor = await File.ReadAllTextAsync(cursorFile);
    var page = await Get($"/api/v1/changes?after={cursor}&include=image&limit=1000&wait={(isOnce ? 0 : 30)}");

    foreach (var change in page["items"]!.AsArray())
    {
        var (resource, id) = ((string)change!["resource"]!, (string)change["id"]!);

        if ((string)change["operation"]! is not "gone")
        {
            Store(resource, change["image"]!);
        }
        else if (Directory.Exists(FolderOf(resource)))
        {
            File.Delete(FileOf(resource, id));
        }
    }

    Write(cursorFile, (string)page["cursor"]!);

    return (bool)page["more"]!;
}

async Task<JsonNode> Get(string path) => JsonNode.Parse(await client.GetStringAsync(path))!;

string FolderOf(string resource) => Path.Combine(folder, resource);

string FileOf(string resource, string id) => Path.Combine(FolderOf(resource), $"{id}.json");

void Store(string resource, JsonNode item) => Write(FileOf(resource, (string)item["id"]!), item.ToJsonString());

// Writes a file as a whole or not at all.
void Write(string file, string text)
{
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllText($"{file}.new", text);
    File.Move($"{file}.new", file, overwrite: true);
}
