using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace PartnershipTracker.Web.Configuration;

/// <summary>A section of the configuration as an options class. Its numbers carry their range in a <see cref="RangeAttribute"/>.</summary>
public interface ISettings
{
    static abstract string Section { get; }

    /// <summary>Returns the faults that ranges do not express, each with its member.</summary>
    IEnumerable<(string Member, string Fault)> Faults() => [];
}

/// <summary>
/// Reading and validating of settings. The framework's binder stops at the first value that it cannot convert; here every fault is found,
/// and reported under the name of its environment variable.
/// </summary>
public static class Settings
{
    public const string WholeNumber = "it must be a whole number, {1} or more.";
    public const string WholeSeconds = "it must be a whole number of seconds, {1} to {2}.";

    /// <summary>Registers the options of a section, which are validated at start.</summary>
    /// <returns>The settings to build the host with, before they are validated; a wrong number has its default.</returns>
    public static T AddSettings<T>(this IHostApplicationBuilder builder)
        where T : class, ISettings, new()
    {
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<T>>().Value)
            .AddOptions<T>().Configure<IConfiguration>(ReadValid).ValidateOnStart();
        var settings = new T();
        Read(builder.Configuration, settings);

        return settings;
    }

    /// <summary>Fills in the settings that are set and valid.</summary>
    /// <returns>The faults of the others.</returns>
    public static IReadOnlyList<string> Read<T>(IConfiguration configuration, T settings)
        where T : ISettings
    {
        var faults = new List<(string Member, string Fault)>();

        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            var name = $"{T.Section}:{property.Name}";
            var range = property.GetCustomAttribute<RangeAttribute>();

            if (property.PropertyType == typeof(IReadOnlyList<string>))
            {
                property.SetValue(settings, configuration.List(name));
            }
            else if (!string.IsNullOrWhiteSpace(configuration[name]) && !TrySet(settings, property, range, configuration[name]!))
            {
                faults.Add((property.Name, range?.FormatErrorMessage("") ?? "it must be true or false."));
            }
        }

        var prefix = T.Section.Replace(":", "__", StringComparison.Ordinal);

        return [.. faults.Concat(settings.Faults()).Select(f => $"{prefix}__{f.Member}: {f.Fault}")];
    }

    private static void ReadValid<T>(T settings, IConfiguration configuration)
        where T : ISettings
    {
        if (Read(configuration, settings) is { Count: > 0 } faults)
        {
            throw new OptionsValidationException(T.Section, typeof(T), faults);
        }
    }

    private static bool TrySet(object settings, PropertyInfo property, RangeAttribute? range, string text)
    {
        var converter = TypeDescriptor.GetConverter(property.PropertyType);
        var value = converter.IsValid(text) ? converter.ConvertFromInvariantString(text) : null;

        if (value is null || range?.IsValid(value) is false)
        {
            return false;
        }

        property.SetValue(settings, value);

        return true;
    }

    /// <summary>Returns a list: the members of a section, or one text with commas, as an environment variable has it.</summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string name) =>
    [
        .. configuration.GetSection(name).GetChildren().Select(c => c.Value).Prepend(configuration[name])
            .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];
}
