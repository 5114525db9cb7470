namespace Descent.Checks;

public static partial class Check
{
    /// <summary>Passes when the answer's figure has labels on both axes, the named series, and nothing that <paramref name="complaint"/> finds.</summary>
    /// <param name="title">What is checked.</param>
    /// <param name="answer">Draws the figure.</param>
    /// <param name="series">Names that its series must have, or null.</param>
    /// <param name="complaint">What is wrong with the figure, as half a sentence, or null when nothing is.</param>
    /// <param name="points">What it is worth.</param>
    /// <param name="hints">The gentlest first.</param>
    public static void Figure(string title, Func<Figures.Figure> answer, string[]? series = null, Func<Drawing, string?>? complaint = null, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, seed => Measured(answer, figure =>
        {
            var drawing = Drawing.Parse(figure.ToJson());
            return (series ?? []).FirstOrDefault(name => drawing.Series.All(s => s.Name != name)) is { } missing ? drawing.Without(missing)
                : drawing.X == "" ? "the horizontal axis has no label"
                : drawing.Y == "" ? "the vertical axis has no label"
                : complaint?.Invoke(drawing);
        }) is { } wrong ? throw new UnansweredException(Verdict.Failed, wrong) : null);
}
