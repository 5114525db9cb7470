using System.Net;
using System.Text.Json.Nodes;
using Descent.Figures;

namespace Descent.Front;

/// <summary>An experiment: parameters and a figure for each of their settings,
/// <c>Interact.Of(Parameter.Range("rate η", 0.01, 1, log: true), Parameter.Toggle("momentum"), (η, momentum) => new Figure(…)…)</c>.
/// Shows itself with native controls that work in any notebook and on any page, without a kernel.</summary>
/// <remarks>Every setting is computed once, when the experiment is made; what settings share is stored once. Figures may differ in anything: numbers, series, axes, captions.
/// A figure that moves (<see cref="Figure.Animate"/>) adds a slider for its steps. At most 300 kB are stored.</remarks>
[TypeFormatterSource(typeof(InteractFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class Interact
{
    const int Budget = 300_000;
    const int MostStates = 10_000;

    readonly Func<object[], Figure> figure;
    readonly States states;
    readonly Html html;

    Interact(Parameter[] parameters, Func<object[], Figure> figure, string code, params string[] expressions)
    {
        (Parameters, this.figure) = (parameters, figure);
        var count = parameters.Aggregate(1L, (n, p) => n * p.Labels.Count);
        if (count > MostStates)
            throw new InvalidOperationException($"Interact of {Product} = {count} states: more than {MostStates} are too many to store. {Advice}");
        states = new(Work.Each(Enumerable.Range(0, (int)count), "Interact").Select(i => At(Settings(i))), parameters.Aggregate(0, (at, p) => at * p.Labels.Count + p.Start));
        html = new(states, [.. parameters.Select(p => p.Control)],
            ("code", Recipe.Of(code, parameters.Length)),
            ("literals", new JsonArray([.. parameters.Select((p, k) => Numbers.Json(p.Labels.Select((_, i) => p.Code(i, expressions[k]))))])));
        if (html.Bytes > Budget)
            throw new InvalidOperationException($"Interact of {Product} = {count} states × {Kilobytes(html.Bytes / (double)count)} = {Kilobytes(html.Bytes)}: at most {Kilobytes(Budget)} are stored. {Advice} Or let the figure hold fewer points.");
    }

    /// <summary>What the reader sets.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of settings that are stored.</summary>
    public int Count => Parameters.Aggregate(1, (n, p) => n * p.Labels.Count);

    /// <summary>The figure that is shown first.</summary>
    public Figure Start => states.Start;

    /// <summary>The name under which a page finds the experiment: <c>DescentFigures.live(key, figure)</c>.</summary>
    internal string Key => html.Key;

    /// <summary>The figure at one value for each parameter, of its type, on the grid or not.</summary>
    /// <exception cref="InvalidOperationException">The experiment's function failed there.</exception>
    internal Figure At(object[] values)
    {
        try
        {
            return figure(values);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Interact at {string.Join(", ", Parameters.Zip(values, (p, v) => $"{p.Name} = {v}"))}: {e.Message}", e);
        }
    }

    /// <summary>The figure at some values as JSON, for <c>DescentFigures.live(key, …)</c> on the page.</summary>
    internal string Evaluate(object[] values) => Plotly.Text(States.Of(At(values)).Figure);

    /// <summary>The experiment as a piece of a web page: the start's caption, alternative text and data table, its settings, the states, and the script.</summary>
    public string ToHtml() => html.Text($"{Table}<p class=\"descent-size\"><small>{Count} states, {Kilobytes(html.Bytes)}</small></p>");

    /// <summary>The start's alternative text and the settings.</summary>
    public override string ToString() => $"{Start.AlternativeText} Settings: {string.Join("; ", Parameters.Select(p => $"{p.Name}: {Span(p)} (start {p.Labels[p.Start]})"))}.";

    object[] Settings(int state)
    {
        var values = new object[Parameters.Count];
        for (var k = values.Length - 1; k >= 0; state /= Parameters[k--].Labels.Count) values[k] = Parameters[k].At(state % Parameters[k].Labels.Count);
        return values;
    }

    string Product => string.Join(" × ", Parameters.Select(p => p.Labels.Count));

    string Advice => Parameters.MaxBy(p => p.Labels.Count) is var most ? $"Give “{most!.Name}” fewer than {most.Labels.Count} values." : "";

    string Table => "<table class=\"descent-settings\"><caption>Settings</caption><thead><tr><th scope=\"col\">parameter</th><th scope=\"col\">values</th><th scope=\"col\">start</th></tr></thead><tbody>"
        + string.Concat(Parameters.Select(p => $"<tr><td>{Text(p.Name)}</td><td>{Text(Span(p))}</td><td>{Text(p.Labels[p.Start])}</td></tr>")) + "</tbody></table>";

    static string Span(Parameter p) => p.Labels.Count > 12 ? $"{p.Labels[0]} to {p.Labels[^1]}, {p.Labels.Count} values" : string.Join(", ", p.Labels);

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string Kilobytes(double bytes) => $"{Numbers.Text(Math.Round(bytes / 1000, bytes < 10_000 ? 1 : 0))} kB";
}
