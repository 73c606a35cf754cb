using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PartnershipTracker.Data;

/// <summary>The storage conventions of all entities, so that a feature configures only its exceptions.</summary>
public static class ModelConventions
{
    private static readonly ValueConverter<Dictionary<string, string>, string> TextsAsJson = new(
        texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!);

    private static readonly ValueComparer<Dictionary<string, string>> SameTexts = new(
        (one, other) => one!.Count == other!.Count && !one.Except(other!).Any(), texts => texts.Count, texts => new(texts));

    public static void Apply(ModelBuilder model)
    {
        foreach (var type in model.Model.GetEntityTypes().ToList())
        {
            StoreEnumsByName(type);
            CheckTextsAndDates(type);

            if (type.ClrType.IsAssignableTo(typeof(IClassified)))
            {
                model.Entity(type.ClrType).Property(nameof(IClassified.Readers)).HasDefaultValueSql("'{}'");
            }

            if (type.ClrType.IsAssignableTo(typeof(IRootFact)))
            {
                model.Entity(type.ClrType).Property(nameof(IRootFact.Modalities)).HasDefaultValueSql("'{}'");
            }

            // The parts of a root are deleted with it. A row that others refer to is not deleted.
            foreach (var key in type.GetDeclaredForeignKeys())
            {
                key.DeleteBehavior = key.PrincipalToDependent is null ? DeleteBehavior.Restrict : DeleteBehavior.Cascade;
            }

            if (type.BaseType is null && type.ClrType.IsAssignableTo(typeof(Root)))
            {
                StoreRoot(model.Entity(type.ClrType));
            }
        }
    }

    private static void StoreRoot(EntityTypeBuilder root)
    {
        root.Ignore(nameof(Root.IdText));
        root.Ignore(nameof(IEvidenced.Facts));
        root.Property(nameof(Root.Version)).IsConcurrencyToken();
        root.HasIndex(nameof(Root.UpdatedAt), nameof(UuidEntity.Id));

        if (root.Metadata.ClrType.IsAssignableTo(typeof(KeyedEntity)))
        {
            root.Property(nameof(KeyedEntity.SortName)).HasComputedColumnSql("lower(coalesce(name_en, name_ko))", stored: true);
            root.HasIndex(nameof(KeyedEntity.SortName), nameof(KeyedEntity.Id));
            root.Property(nameof(KeyedEntity.AliasEnds)).HasConversion(TextsAsJson, SameTexts)
                .HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        }
        else if (root.Metadata.ClrType.IsAssignableTo(typeof(UuidEntity)))
        {
            root.Property(nameof(UuidEntity.Id)).ValueGeneratedNever();
            root.HasIndex(nameof(UuidEntity.ExternalId)).IsUnique();
        }
    }

    private static void CheckTextsAndDates(IMutableEntityType type)
    {
        foreach (var property in type.GetDeclaredComplexProperties())
        {
            var column = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            type.AddCheckConstraint($"ck_{type.GetTableName()}_{column}", property.ClrType == typeof(FuzzyDate)
                ? $"{column}_earliest <= {column}_latest"
                : $"num_nonnulls({column}_ko, {column}_en) > 0");
        }
    }

    private static void StoreEnumsByName(IMutableEntityType type)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            var plain = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

            if (plain.IsEnum)
            {
                property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(SnakeCaseColumn<>).MakeGenericType(plain))!);
                var column = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
                var values = string.Join(", ", EnumNames.Names(plain).Select(name => $"'{name}'"));
                type.AddCheckConstraint($"ck_{type.GetTableName()}_{column}", $"{column} IN ({values})");
            }
        }
    }
}
