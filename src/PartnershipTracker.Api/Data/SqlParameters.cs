namespace PartnershipTracker.Data;

/// <summary>The parameters of a statement that is put together from parts.</summary>
internal sealed class SqlParameters
{
    private readonly List<object> _values = [];

    /// <summary>The values, in the order of their placeholders.</summary>
    public object[] Values => [.. _values];

    /// <summary>Adds a value and returns its placeholder, as <c>SqlQueryRaw</c> numbers them.</summary>
    public string Add(object value)
    {
        _values.Add(value);

        return $"{{{_values.Count - 1}}}";
    }

    /// <summary>
    /// Adds a value and returns an expression for it that the planner does not look into. A statement with only such values has one plan
    /// for all of them, which PostgreSQL keeps.
    /// </summary>
    public string AddHidden(object value)
    {
        var cast = value is Array ? "::text[]" : "";

        return $"(SELECT {Add(value)}){cast}";
    }
}
