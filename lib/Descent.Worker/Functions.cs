using System.Reflection;

namespace Descent.Worker;

/// <summary>Finds the functions that cells declare: top-level methods, and variables that hold a delegate.</summary>
static class Functions
{
    const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The newest function of a name with exactly these types.</summary>
    /// <param name="declared">The objects of the cells, the newest first.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="result">What it returns.</param>
    /// <param name="parameters">What it takes.</param>
    /// <exception cref="MissingException">There is none; the message says what there is instead.</exception>
    public static Function Find(IEnumerable<object> declared, string name, Type result, Type[] parameters)
    {
        string? other = null, similar = null;
        foreach (var cell in declared)
        {
            foreach (var field in cell.GetType().GetFields(All))
            {
                if (field.Name == name && field.GetValue(cell) is Delegate function)
                {
                    var invoke = function.GetType().GetMethod("Invoke")!;
                    if (Fits(invoke, result, parameters))
                        return new(invoke, function);
                    other ??= Unlike(invoke, name, result, parameters);
                }
                else if (field.Name == name)
                    other ??= $"{name} is a variable of type {Values.Name(field.FieldType)}; expected {Signature(name, result, parameters)}.";
                else if (IsSimilar(field.Name, name))
                    similar ??= field.Name;
            }
            foreach (var method in cell.GetType().GetMethods(All))
            {
                if (method.Name == name && Fits(method, result, parameters))
                    return new(method, method.IsStatic ? null : cell);
                if (method.Name == name)
                    other ??= Unlike(method, name, result, parameters);
                else if (IsSimilar(method.Name, name))
                    similar ??= method.Name;
            }
        }
        throw new MissingException(other ?? $"There is no function {name}{(similar is null ? "" : $"; there is {similar}")}.", hasName: other is not null);
    }

    static bool Fits(MethodInfo method, Type result, Type[] parameters) =>
        !method.ContainsGenericParameters && method.ReturnType == result && Types(method).SequenceEqual(parameters);

    static string Unlike(MethodInfo method, string name, Type result, Type[] parameters) =>
        (Types(method).SequenceEqual(parameters) ? $"{name} returns {Values.Name(method.ReturnType)}" : $"{name} takes {List(Types(method))}")
            + $"; expected {Signature(name, result, parameters)}.";

    static string Signature(string name, Type result, Type[] parameters) => $"{Values.Name(result)} {name}{List(parameters)}";

    static string List(IEnumerable<Type> types) => $"({string.Join(", ", types.Select(Values.Name))})";

    static IEnumerable<Type> Types(MethodInfo method) => method.GetParameters().Select(p => p.ParameterType);

    static bool IsSimilar(string there, string name) => there.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A function of a cell.</summary>
/// <param name="Method">What is called.</param>
/// <param name="Target">On which object; null for a static method.</param>
readonly record struct Function(MethodInfo Method, object? Target)
{
    /// <summary>The value; the function's own exceptions pass.</summary>
    public object? Call(object?[] arguments) => Method.Invoke(Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

/// <summary>A function that is not there, told in one sentence.</summary>
sealed class MissingException(string message, bool hasName) : Exception(message)
{
    /// <summary>Whether there is something else of its name.</summary>
    public bool HasName => hasName;
}
