using Descent.Figures;
using Descent.Tensors;

namespace Descent.Worker;

/// <summary>The types whose values cross the border between a student's functions and whoever judges them: <c>bool</c>, <c>int</c>, <c>long</c>,
/// <c>float</c>, <c>double</c>, <c>string</c> and <see cref="Tensor"/>, arrays and tuples of them, <see cref="Figure"/> as a result (its JSON arrives),
/// and as an argument a <c>Func</c> of them.</summary>
public static class Values
{
    /// <summary>Nested types a type may consist of.</summary>
    internal const int Parts = 64;

    /// <summary>Arrays, strings, tensors and tuples one value may consist of.</summary>
    internal const int Pieces = 1_000_000;

    static readonly Dictionary<Type, string> Keywords = new[]
    {
        (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(int), "int"), (typeof(long), "long"), (typeof(float), "float"), (typeof(double), "double"),
        (typeof(decimal), "decimal"), (typeof(char), "char"), (typeof(string), "string"), (typeof(object), "object"), (typeof(void), "void"),
    }.ToDictionary(k => k.Item1, k => k.Item2);

    static readonly Type[] Tuples = [typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>)];

    static readonly Type[] Functions = [typeof(Func<>), typeof(Func<,>), typeof(Func<,,>), typeof(Func<,,,>), typeof(Func<,,,,>), typeof(Func<,,,,,>), typeof(Func<,,,,,,>)];

    /// <summary>The type as C# writes it, such as <c>(double, double[,])</c> or <c>Func&lt;double, double&gt;</c>.</summary>
    public static string Name(Type type)
    {
        var ranks = "";
        for (; type.IsArray; type = type.GetElementType()!)
            ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        var arguments = type.GetGenericArguments().Select(Name);
        return (Keywords.TryGetValue(type, out var keyword) ? keyword
            : Nullable.GetUnderlyingType(type) is { } value ? $"{Name(value)}?"
            : IsTuple(type) ? $"({string.Join(", ", arguments)})"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>" : type.Name) + ranks;
    }

    /// <summary>Whether values of a type cross: as an argument of a student's function, or as its result.</summary>
    public static bool Crosses(Type type, bool asArgument) => type == typeof(Figure) ? !asArgument
        : asArgument && IsFunction(type) ? type.GetGenericArguments() is [.. var given, var result] && given.All(IsPlain) && IsPlain(result)
        : IsPlain(type);

    internal static bool IsTuple(Type type) => type.IsGenericType && Tuples.Contains(type.GetGenericTypeDefinition());

    internal static bool IsFunction(Type type) => type.IsGenericType && Functions.Contains(type.GetGenericTypeDefinition());

    /// <summary>The tuple of some types, or null when there is none of that size.</summary>
    internal static Type? Tuple(Type[] types) => types.Length is > 0 and <= 7 ? Tuples[types.Length - 1].MakeGenericType(types) : null;

    /// <summary>The function of some types, the last being its result; null when there is none of that size.</summary>
    internal static Type? Function(Type[] types) => types.Length is > 0 and <= 7 ? Functions[types.Length - 1].MakeGenericType(types) : null;

    /// <summary>The bytes of a number or a truth value; 0 for other types.</summary>
    internal static int Width(Type type) => type == typeof(double) || type == typeof(long) ? 8 : type == typeof(int) || type == typeof(float) ? 4 : type == typeof(bool) ? 1 : 0;

    static bool IsPlain(Type type) => Width(type) > 0 || type == typeof(string) || type == typeof(Tensor)
        || type.IsArray && (type.IsSZArray || type.GetArrayRank() > 1) && IsPlain(type.GetElementType()!)
        || IsTuple(type) && type.GetGenericArguments().All(IsPlain);
}

/// <summary>What the tag of a type says.</summary>
enum Tag : byte
{
    Bool = 1,
    Int,
    Long,
    Single,
    Double,
    Text,
    Tensor,
    Figure,
    Array,
    Tuple,
    Function,
}

/// <summary>A value that cannot cross, told as what is wrong with it: <c>null inside double[][]</c>.</summary>
sealed class ValueException(string message) : Exception(message);
