using Descent.Notebooks.Language;

namespace Descent.Notebooks.Tests.Language;

/// <summary>A session in the middle of a chapter: the library referenced, a dozen cells run.</summary>
public sealed class EditorFixture : IDisposable
{
    readonly Session session = new(Path.Combine(Sample.Root, "notebooks"));

    public EditorFixture()
    {
        string[] cells =
        [
            Setup,
            "var W = Tensor.Of(1, 2, 3); double η = 0.1; var day = DayOfWeek.Monday;",
            "/// <summary>Two times <paramref name=\"x\"/>.</summary>\nint Twice(int x) => 2 * x;\nrecord Place(int X, int Y);",
            .. Enumerable.Range(0, 10).Select(i => $"var x{i} = {i} * W;"),
        ];
        foreach (var cell in cells)
            Assert.Null(session.Run(cell, "Cell 1", _ => { }));
        Editor = new Editor(session);
        Editor.Warm();
    }

    /// <summary>The first cell of a chapter. The tests and the notebook's copy of Descent.dll are the same build.</summary>
    public static string Setup { get; } = $"#r \"{typeof(Tensors.Tensor).Assembly.Location}\"\n" + string.Concat(
        new[] { "Curvature", "Data", "Figures", "Layers", "Optimizers", "Tensors", "Theory", "Training" }.Select(room => $"using Descent.{room};\n"))
        + "using static Descent.Tensors.Derivatives;";

    public Editor Editor { get; }

    /// <summary>Completes at the bar in a text.</summary>
    public (int Start, int End, IReadOnlyList<(string Text, string Type)> Items) Complete(string marked) =>
        Editor.Complete(marked.Remove(marked.IndexOf('|'), 1), marked.IndexOf('|'));

    /// <summary>The names alone.</summary>
    public string[] Names(string marked) => [.. Complete(marked).Items.Select(i => i.Text)];

    /// <summary>Inspects at the bar in a text.</summary>
    public (string Plain, string Html)? Inspect(string marked, int detail = 0) => Editor.Inspect(marked.Remove(marked.IndexOf('|'), 1), marked.IndexOf('|'), detail);

    public void Dispose() => session.Dispose();
}
