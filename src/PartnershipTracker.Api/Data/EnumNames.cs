using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PartnershipTracker.Data;

/// <summary>Enum values as everyone outside C# writes them: <c>executive_meeting</c>, in JSON, URLs and columns alike.</summary>
public static class EnumNames
{
    public static string Write(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static IReadOnlyList<string> Names(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static T Read<T>(string text)
        where T : struct, Enum => Enum.GetValues<T>().First(value => Write(value) == text);
}

/// <summary>Stores an enum by its snake_case name.</summary>
public sealed class SnakeCaseColumn<T>() : ValueConverter<T, string>(value => EnumNames.Write(value), text => EnumNames.Read<T>(text))
    where T : struct, Enum;
