using System.Runtime.CompilerServices;

namespace Descent.Checks;

/// <summary>Where the functions of an exercise are answered when they are not the notebook's own: a function with the right signature whose body is
/// <c>Answers.Call&lt;T&gt;("Name", arguments)</c> asks whoever <see cref="From"/> named.</summary>
public static class Answers
{
    static readonly AsyncLocal<Transport?> Current = new();
    static readonly ConditionalWeakTable<Exception, object> Faults = [];

    /// <summary>Answers one call: the function's name, the type it returns and copies of the arguments, to the value.</summary>
    /// <remarks>An exception other than <see cref="UnansweredException"/> and <see cref="ThrownException"/> is its own fault: it passes through every check and is judged by none.</remarks>
    public delegate object? Transport(string function, Type result, IReadOnlyList<object?> arguments);

    /// <summary>Answers the calls of this flow until the result is disposed.</summary>
    public static IDisposable From(Transport transport)
    {
        var before = Current.Value;
        Current.Value = transport;
        return new Ending(() => Current.Value = before);
    }

    /// <summary>The value of a function of the exercise.</summary>
    /// <exception cref="UnansweredException">There is no value, for the reason named.</exception>
    /// <exception cref="ThrownException">The function threw an exception.</exception>
    public static T Call<T>(string function, params object?[] arguments)
    {
        object? value;
        try
        {
            value = (Current.Value ?? throw new InvalidOperationException($"Nobody answers {function}."))(function, typeof(T), arguments);
        }
        catch (Exception e) when (e is not (UnansweredException or ThrownException))
        {
            Faults.TryAdd(e, function);
            throw;
        }
        return value is T answer ? answer
            : throw new UnansweredException(Verdict.Failed, $"{function} returned {Description.A(value)}{(value is null ? "" : $", not {Description.A(typeof(T))}")}");
    }

    /// <summary>Whether an exception is the transport's own fault.</summary>
    internal static bool IsFault(Exception e) => Faults.TryGetValue(e, out _);
}

/// <summary>An answer that gave no value.</summary>
/// <param name="verdict">Why.</param>
/// <param name="message">Why, in plain words.</param>
public sealed class UnansweredException(Verdict verdict, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public Verdict Verdict => verdict;
}

/// <summary>An exception that an answer threw elsewhere.</summary>
/// <param name="types">Full names of its type and of that type's bases, its own first.</param>
/// <param name="message">Its message.</param>
/// <param name="place">The line that threw it, such as <c>Cell 3, line 5</c>, or null.</param>
public sealed class ThrownException(IReadOnlyList<string> types, string message, string? place = null) : Exception(message)
{
    /// <summary>The line that threw it, such as <c>Cell 3, line 5</c>, or null.</summary>
    public string? Place => place;

    /// <summary>Full names of its type and of that type's bases, its own first.</summary>
    public IReadOnlyList<string> Types => types;
}

sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}
