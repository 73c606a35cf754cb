using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PartnershipTracker.Data.Model;

/// <summary>The names of enum values in JSON, URLs and columns, such as <c>executive_meeting</c>.</summary>
public static class EnumNames
{
    public static string Write<T>(T value)
        where T : struct, Enum => EnumNames<T>.Names[value];

    public static IReadOnlyList<string> Names(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static T Read<T>(string text)
        where T : struct, Enum => EnumNames<T>.Values[text];
}

/// <summary>The cache of names of an enum, because a page of a list reads and writes hundreds of them.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    public static readonly FrozenDictionary<T, string> Names =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    public static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(n => n.Value, n => n.Key);
}

/// <summary>The converter that stores an enum by its snake_case name.</summary>
public sealed class SnakeCaseColumn<T>() : ValueConverter<T, string>(value => EnumNames.Write(value), text => EnumNames.Read<T>(text))
    where T : struct, Enum;
