using System.Globalization;
using System.Text.Json;
using Descent.Figures;

namespace Descent.Front;

/// <summary>Something a reader sets in an <see cref="Interact"/> experiment: a name and the values it can take. The kind decides the control.</summary>
public abstract class Parameter
{
    private protected Parameter(string kind, string name, string[] labels, int start)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException("A parameter needs a name: it labels the control.");
        if (labels.Length == 0) throw new ArgumentException($"Parameter “{name}” has no values.");
        if (labels.GroupBy(l => l).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Parameter “{name}” has {twice.Key} twice (numbers are kept to five significant digits): each value once.");
        (Kind, Name, Labels, Start) = (kind, name, labels, start);
    }

    /// <summary>What the control is called.</summary>
    public string Name { get; }

    /// <summary>How each value reads, with its unit.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>"slider", "choice", "toggle" or "seed".</summary>
    internal string Kind { get; }

    internal int Start { get; }

    internal bool Plays { get; private protected init; }

    /// <summary>The ends of a slider (null for other kinds), between which live values may lie.</summary>
    internal (double Low, double High)? Ends { get; private protected init; }

    internal bool IsLogarithmic { get; private protected init; }

    internal string Unit { get; private protected init; } = "";

    internal Control Control => new(Kind, Name, [.. Labels], Start, Plays);

    /// <summary>The value at an index of <see cref="Labels"/>.</summary>
    internal abstract object At(int index);

    /// <summary>A number, on the grid or not, as the type that the experiment's function takes.</summary>
    internal abstract object Near(double number);

    /// <summary>The value as C# (its expression's element, where the type has no literal).</summary>
    internal string Code(int index, string expression) => At(index) switch
    {
        double d => d.ToString(d == Math.Truncate(d) && Math.Abs(d) < 1e15 ? "F1" : "R", CultureInfo.InvariantCulture),
        int i => i.ToString(CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        string s => JsonSerializer.Serialize(s, Literal),
        _ => $"({expression})[{index}]",
    };

    static readonly JsonSerializerOptions Literal = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A slider over steps + 1 numbers from low to high, equally spaced (in the logarithm when log), kept to five significant digits.</summary>
    /// <param name="name">Label of the control.</param>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="steps">Steps from one end to the other, at least 1.</param>
    /// <param name="log">Whether equal steps are equal ratios.</param>
    /// <param name="start">The grid value nearest to this one is shown first; the smallest when left out.</param>
    /// <param name="unit">Stands after each value.</param>
    /// <exception cref="ArgumentException">Low ≥ high, an end that is not finite (or ≤ 0 when log), no step, or a start outside.</exception>
    public static Parameter<double> Range(string name, double low, double high, int steps = 20, bool log = false, double? start = null, string unit = "")
    {
        if (!(low < high) || !double.IsFinite(high - low) || (log && low <= 0) || steps < 1)
            throw new ArgumentException($"Range “{name}” from {low} to {high} in {steps} steps: the ends are finite{(log ? " and above 0" : "")}, the low one below the high one, with at least one step between.");
        if (start < low || start > high)
            throw new ArgumentException($"Range “{name}” from {low} to {high} cannot start at {start}.");
        double At(double share) => Numbers.Rounded(log ? low * Math.Pow(high / low, share) : low + (high - low) * share);
        double[] values = [.. Enumerable.Range(0, steps + 1).Select(i => At(i / (double)steps))];
        double Distance(double v) => start is not { } s ? 0 : log ? Math.Abs(Math.Log(v / s)) : Math.Abs(v - s);
        return new("slider", name, values, Texts(values, unit), Array.IndexOf(values, values.MinBy(Distance))) { Ends = (low, high), IsLogarithmic = log, Unit = unit };
    }

    /// <summary>A slider over the integers first, first + step, … up to last.</summary>
    /// <exception cref="ArgumentException">No integer, a step below 1, or a start that is none of them.</exception>
    public static Parameter<int> Integers(string name, int first, int last, int step = 1, int? start = null, string unit = "") => step < 1 || last < first
        ? throw new ArgumentException($"Integers “{name}” from {first} to {last} in steps of {step}: the first is at most the last, a step at least 1.")
        : Steps(name, [.. Enumerable.Range(0, (last - first) / step + 1).Select(i => first + i * step)], start, unit);

    /// <summary>A slider over the given numbers, in their order.</summary>
    /// <exception cref="ArgumentException">No number, one that is not finite, one twice, or a start that is none of them.</exception>
    public static Parameter<double> Steps(string name, double[] values, double? start = null, string unit = "") => values.All(double.IsFinite)
        ? Slider(name, values, start, unit)
        : throw new ArgumentException($"Steps “{name}”: every value must be finite.");

    /// <inheritdoc cref="Steps(string, double[], double?, string)"/>
    public static Parameter<int> Steps(string name, int[] values, int? start = null, string unit = "") => Slider(name, values, start, unit);

    /// <summary>One of some texts; the first is chosen at the start.</summary>
    /// <exception cref="ArgumentException">No text, or one twice.</exception>
    public static Parameter<string> Choice(string name, params string[] options) => new("choice", name, options, options, 0);

    /// <summary>One of some values of any type, by their labels; the first is chosen at the start.</summary>
    /// <exception cref="ArgumentException">No value, or a label twice.</exception>
    public static Parameter<T> Choice<T>(string name, params (string Label, T Value)[] options) =>
        new("choice", name, [.. options.Select(o => o.Value)], [.. options.Select(o => o.Label)], 0);

    /// <summary>A check box: off or on.</summary>
    public static Parameter<bool> Toggle(string name, bool start = false) => new("toggle", name, [false, true], ["off", "on"], start ? 1 : 0);

    /// <summary>A button that draws again: seeds 1 to count in turn.</summary>
    /// <exception cref="ArgumentException">Count below 1.</exception>
    public static Parameter<int> Seed(string name, int count) =>
        Enumerable.Range(1, Math.Max(0, count)).ToArray() is var seeds ? new("seed", name, seeds, Texts(seeds, ""), 0) : null!;

    static Parameter<T> Slider<T>(string name, T[] values, T? start, string unit) where T : struct, IConvertible
    {
        var at = start is { } s ? Array.IndexOf(values, s) : 0;
        if (at < 0) throw new ArgumentException($"Parameter “{name}” cannot start at {start}: its values are {string.Join(", ", values)}.");
        return new("slider", name, values, Texts(values, unit), at) { Ends = values.Length == 0 ? null : (values.Min(Number), values.Max(Number)), Unit = unit };
    }

    static string[] Texts<T>(T[] values, string unit) where T : IConvertible => [.. values.Select(v => Numbers.Text(Number(v)) + (unit.Length > 0 ? " " + unit : ""))];

    static double Number<T>(T value) where T : IConvertible => value.ToDouble(CultureInfo.InvariantCulture);
}

/// <summary>A parameter whose values are of one type, which the experiment's function takes.</summary>
public sealed class Parameter<T> : Parameter
{
    readonly T[] values;

    internal Parameter(string kind, string name, T[] values, string[] labels, int start) : base(kind, name, labels, start) => this.values = values;

    /// <summary>The value at an index.</summary>
    public T this[int index] => values[index];

    /// <summary>The same slider with buttons to play through its values and to step back and forth. Readers who want less motion get the steps alone.</summary>
    /// <exception cref="InvalidOperationException">Not a slider.</exception>
    public Parameter<T> Play()
    {
        if (Kind != "slider") throw new InvalidOperationException($"“{Name}” is a {Kind}: only a slider can be played.");
        return new(Kind, Name, values, [.. Labels], Start) { Ends = Ends, IsLogarithmic = IsLogarithmic, Unit = Unit, Plays = true };
    }

    internal override object At(int index) => values[index]!;

    internal override object Near(double number) => typeof(T) == typeof(int) ? (object)(int)Math.Round(number) : number;
}
