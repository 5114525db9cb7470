namespace Descent.Figures;

/// <summary>Alternative text from the content: caption, axes with their ranges, and what each series does.</summary>
static class Words
{
    public static string Of(Figure figure) => figure.Panels.Count > 0
        ? $"{Sentence(figure.Caption)} {figure.Panels.Count} panels. {string.Join(' ', figure.Panels.Select((p, i) => $"Panel {i + 1}: {p.AlternativeText}"))}"
        : string.Join(' ', Sentences(figure));

    /// <summary>How many values the axes cannot show, or "" when they show all.</summary>
    public static string Missing(Figure figure) => figure.Parts.Sum(p => p.Series.Sum(s => s.Hidden)) switch
    {
        0 => "",
        1 => "One value is not shown: the axes have no place for it.",
        var n => $"{n} values are not shown: the axes have no place for them.",
    };

    static IEnumerable<string> Sentences(Figure figure)
    {
        yield return Sentence(figure.Caption);
        if (!figure.Bare && Axis("Horizontal", figure.LabelX, figure.LogX, figure.ExtentX) is { Length: > 0 } x) yield return x;
        if (!figure.Bare && Axis("Vertical", figure.LabelY, figure.LogY, figure.ExtentY) is { Length: > 0 } y) yield return y;
        foreach (var s in figure.Series) yield return Sentence($"{char.ToUpperInvariant(s.Kind[0])}{s.Kind[1..]} “{s.Name}”: {s.Summary}");
        foreach (var r in figure.Remarks) yield return Sentence($"Marked: {r.Sentence}");
        if (Missing(figure) is { Length: > 0 } missing) yield return missing;
    }

    static string Axis(string which, string label, bool log, Extent e) =>
        label.Length == 0 && e.IsEmpty ? ""
        : Sentence($"{which} axis: {label}{(log ? " (logarithmic)" : "")}{(e.IsEmpty ? "" : $" from {e}")}");

    static string Sentence(string text) => text.TrimEnd() is var t && t[^1] is '.' or '!' or '?' ? t : t + ".";
}
