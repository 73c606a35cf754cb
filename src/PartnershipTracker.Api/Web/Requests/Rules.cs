using System.Text.RegularExpressions;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace PartnershipTracker.Web.Requests;

/// <summary>A rule that the API document states.</summary>
public interface IDescribedRule
{
    void Describe(OpenApiSchema schema);
}

/// <summary>
/// A rule about a member, with its check, the code of its fault and its statement in the API document. Null passes.
/// </summary>
public sealed class DescribedRule<T, TMember>(string code, Func<TMember, bool> accepts, Action<OpenApiSchema> describe)
    : PropertyValidator<T, TMember?>, IDescribedRule
    where TMember : class
{
    public override string Name => code;

    public override bool IsValid(ValidationContext<T> context, TMember? value) => value is null || accepts(value);

    public void Describe(OpenApiSchema schema) => describe(schema);

    protected override string GetDefaultMessageTemplate(string errorCode) => code;
}

/// <summary>The validation rules that all features share. Lengths are in Unicode code points, as in JSON Schema.</summary>
public static class Rules
{
    public const int ShortText = 200;
    public const int LongText = 4000;
    public const int ManyItems = 200;
    public const char Comma = ',';

    /// <summary>Requires a single line of text.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int max = ShortText) =>
        rule.Sized(max).Rule("single_line", Text.IsSingleLine, _ => { });

    /// <summary>Limits the length of a text as it is stored and searched: trimmed, and in NFC.</summary>
    public static IRuleBuilderOptions<T, string?> Sized<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Rule("blank", s => !Text.IsBlank(s), s => s.MinLength = 1)
        .Rule(
            "too_long",
            s => Text.TryClean(s, out var clean, out _) && clean.EnumerateRunes().Count() <= max,
            s => s.MaxLength = max,
            1, max);

    /// <summary>Allows a text of several lines.</summary>
    public static IRuleBuilderOptions<T, string?> Lines<T>(this IRuleBuilder<T, string?> rule) => rule.Sized(LongText);

    public static IRuleBuilderOptions<T, string?> Key<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Sized(Data.Model.Key.MaxLength).Rule(
            "pattern",
            k => k.Length > Data.Model.Key.MaxLength || Data.Model.Key.IsValid(k),
            s => s.Pattern = Data.Model.Key.Pattern,
            Data.Model.Key.Pattern, Data.Model.Key.Example);

    /// <summary>Requires the form of an example, which the text of the fault has.</summary>
    public static IRuleBuilderOptions<T, string?> Pattern<T>(this IRuleBuilder<T, string?> rule, string pattern, int max, string example) =>
        rule.Sized(max).Rule(
            "pattern",
            s => Regex.IsMatch(s, pattern[..^1] + "\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            s => s.Pattern = pattern,
            pattern, example);

    /// <summary>Requires a country code in ISO 3166-1 alpha-2.</summary>
    public static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) => rule.Pattern("^[A-Z]{2}$", 2, "KR");

    /// <summary>Requires the type of a connection of the network, one of some, and the keys of its source and its target.</summary>
    public static IRuleBuilderOptions<T, string?> Connection<T>(this IRuleBuilder<T, string?> rule, string types, string example)
    {
        var key = Data.Model.Key.Pattern[1..^1];

        return rule.Pattern($"^({types}):{key}:{key}$", 20 + (2 * Data.Model.Key.MaxLength), example);
    }

    public static IRuleBuilderOptions<T, string?> Url<T>(this IRuleBuilder<T, string?> rule) => rule.Line(2000).Rule(
        "not_a_url",
        s => Uri.TryCreate(s, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0,
        s => s.Format = "uri");

    public static IRuleBuilderOptions<T, string?> Uuid<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Rule("not_an_id", s => UuidEntity.TryParseId(s, out _), s => s.Format = "uuid");

    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params IReadOnlyList<string> values) =>
        rule.Rule(
            "unknown_value",
            values.Contains,
            s => s.Enum = [.. values.Select(v => (System.Text.Json.Nodes.JsonNode)v)],
            string.Join(", ", values));

    public static IRuleBuilderOptions<T, string?> OneOf<T, TEnum>(this IRuleBuilder<T, string?> rule, TEnum? _)
        where TEnum : struct, Enum => rule.OneOf(EnumNames.Names(typeof(TEnum)));

    /// <summary>Requires a comma-separated list of these values in a query parameter.</summary>
    public static IRuleBuilderOptions<T, string?> SomeOf<T>(this IRuleBuilder<T, string?> rule, IReadOnlyList<string> values) =>
        rule.Rule(
            "unknown_value",
            s => s.Split(Comma, StringSplitOptions.TrimEntries).All(values.Contains),
            s => s.Enum = [.. values.Select(v => (System.Text.Json.Nodes.JsonNode)v)],
            string.Join(", ", values));

    /// <summary>Requires <c>true</c> or <c>false</c> in a query parameter.</summary>
    public static IRuleBuilderOptions<T, string?> Flag<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Rule("unknown_value", s => s is "true" or "false", s => s.Type = JsonSchemaType.Boolean, "true, false");

    public static IRuleBuilderOptions<T, string?> CalendarDay<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Rule("not_a_date", s => Day.TryParse(s, out _), s => s.Format = "date");

    public static IRuleBuilderOptions<T, string?> PointInTime<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Rule("not_an_instant", s => Instant.TryParse(s, out _), s => s.Format = "date-time");

    /// <summary>Requires a whole number in a query parameter.</summary>
    public static IRuleBuilderOptions<T, string?> Whole<T>(this IRuleBuilder<T, string?> rule, int from, int to) => rule.Rule(
        "not_a_number",
        s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to,
        s => (s.Type, s.Minimum, s.Maximum) = (JsonSchemaType.Integer, Print(from), Print(to)),
        from, to);

    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> AtMost<T, TItem>(
        this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, int count) =>
        rule.SetValidator(new CountRule<T, TItem>(count));

    /// <summary>Requires each part to occur only once.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> DistinctIds<T, TItem>(
        this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, Func<TItem, object?> id) => rule
        .Must(items => Repeated(items, id) is null).WithErrorCode("duplicate_item").WithState((_, items) => new[] { Repeated(items, id) });

    /// <summary>Requires each text to occur only once.</summary>
    public static IRuleBuilderOptions<T, TList?> Distinct<T, TList>(this IRuleBuilder<T, TList?> rule)
        where TList : class, IReadOnlyList<string> => rule
        .Rule("duplicate_item", items => Repeated(items, i => i) is null, s => s.UniqueItems = true)
        .WithState((_, items) => new[] { Repeated(items, i => i) });

    private static object? Repeated<TItem>(IReadOnlyList<TItem>? items, Func<TItem, object?> id) =>
        (items ?? []).Select(id).OfType<object>().GroupBy(i => i).FirstOrDefault(g => g.Skip(1).Any())?.Key;

    public static IRuleBuilderOptions<T, LocalizedText?> Named<T>(this IRuleBuilder<T, LocalizedText?> rule) =>
        rule.NotNull().SetValidator(new LocalizedTextValidator()!);

    /// <summary>Returns the schemas of an object that has at least one of some members.</summary>
    public static List<IOpenApiSchema> AnyOf(params IEnumerable<string> members) =>
        [.. members.Select(m => new OpenApiSchema { Required = new HashSet<string>([m], StringComparer.Ordinal) })];

    /// <summary>Adds a rule that the API document states.</summary>
    public static IRuleBuilderOptions<T, TMember?> Rule<T, TMember>(
        this IRuleBuilder<T, TMember?> rule, string code, Func<TMember, bool> accepts, Action<OpenApiSchema> describe,
        params object?[] arguments)
        where TMember : class =>
        rule.SetValidator(new DescribedRule<T, TMember>(code, accepts, describe)).WithState(_ => arguments);

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class CountRule<T, TItem>(int count) : PropertyValidator<T, IReadOnlyList<TItem>?>, IDescribedRule
    {
        public override string Name => "too_many";

        /// <summary>Refuses a list that is too long at once, because checking each of 100,000 items took seconds.</summary>
        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem>? value) => value is null || value.Count <= count
            ? true
            : throw new ProblemException("invalid_request", Fault.At("#" + Validation.Pointer(context.PropertyPath), "too_many", count));

        public void Describe(OpenApiSchema schema) => schema.MaxItems = count;
    }
}

public sealed class LocalizedTextValidator : AbstractValidator<LocalizedText>
{
    public LocalizedTextValidator()
    {
        RuleFor(t => t).Rule("language_required", t => t.Ko is not null || t.En is not null, s => s.MinProperties = 1)
            .OverridePropertyName("");
        RuleFor(t => t.Ko).Line();
        RuleFor(t => t.En).Line();
    }
}
