using System.Text.Json;
using Descent.Figures;
using Microsoft.DotNet.Interactive.Formatting;

namespace Descent.Notebooks.Tests;

/// <summary>A figure as .NET Interactive's own formatter sees it, without a reference from one to the other.</summary>
public sealed class FiguresFormattingTests
{
    static readonly Figure Figure = new Figure("The loss falls.", x: "step", y: "loss").Line("L", [0, 1, 2], [4.0, 2, 1]);

    [Fact]
    public void The_formatter_learns_the_mime_types_from_the_convention() =>
        Assert.Equal(["text/html", "application/vnd.plotly.v1+json", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));

    [Fact]
    public void Html_json_and_text_arrive_as_the_figure_writes_them()
    {
        Assert.Equal(Figure.ToHtml(), Figure.ToDisplayString("text/html"));
        Assert.Equal(Figure.AlternativeText, Figure.ToDisplayString("text/plain"));
        using var json = JsonDocument.Parse(Figure.ToDisplayString("application/vnd.plotly.v1+json"));
        Assert.Equal("scatter", json.RootElement.GetProperty("data")[0].GetProperty("type").GetString());
    }

    [Fact]
    public void Values_that_speak_for_themselves_are_shown_as_text()
    {
        var net = new Descent.Layers.Chain(new Descent.Layers.Dense(3, 2), new Descent.Layers.Tanh());
        foreach (var value in new object[] { Descent.Tensors.Tensor.Of(1, 2, 3), net, Descent.Data.Dataset.FromArrays(new double[,] { { 1 } }, [0]) })
        {
            Assert.Equal(["text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
            Assert.Equal(value.ToString(), value.ToDisplayString("text/plain"));
        }
    }
}
