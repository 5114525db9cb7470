using Descent.Figures;

namespace Descent.Tests.Figures;

public sealed class FigureTests
{
    static readonly double[] Three = [1, 2, 3];

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_figure_demands_a_caption(string caption) =>
        Assert.Contains("caption", Assert.Throws<ArgumentException>(() => new Figure(caption)).Message);

    [Fact]
    public void Lengths_that_differ_are_named_with_the_series()
    {
        var e = Assert.Throws<ArgumentException>(() => new Figure("c").Line("L", Three, new[] { 1.0, 2 }));
        Assert.Equal("Line “L”: 3 xs and 2 ys; each point needs both.", e.Message);
    }

    [Fact]
    public void An_empty_series_is_an_error()
    {
        var figure = new Figure("c");
        double[] none = [];
        Assert.Equal("Line “L” has no points.", Assert.Throws<ArgumentException>(() => figure.Line("L", none, none)).Message);
        Assert.Throws<ArgumentException>(() => figure.Markers("m", none, none));
        Assert.Throws<ArgumentException>(() => figure.Bars("b", Array.Empty<string>(), none));
        Assert.Throws<ArgumentException>(() => figure.Path("p", []));
        Assert.Throws<ArgumentException>(() => figure.Animate("a", []));
        Assert.Throws<ArgumentException>(() => figure.Histogram("h", [double.NaN]));
    }

    [Fact]
    public void Every_method_leaves_the_figure_it_was_called_on_unchanged()
    {
        var figure = new Figure("c", x: "x", y: "y").Line("first", Three, Three);
        var before = figure.ToHtml();
        _ = figure.Line("second", Three, Three).Mark(2, "m").Level(1, "l").Note(1, 1, "n").Range(x: (0, 5)).Equal().Height(300).Alt("other");
        Assert.Equal(before, figure.ToHtml());
        Assert.DoesNotContain("second", before);
    }

    [Fact]
    public void A_series_keeps_its_own_copy_of_the_numbers()
    {
        var ys = new[] { 1.0, 2, 3 };
        var figure = new Figure("c").Line("L", Three, ys);
        var before = figure.ToJson();
        ys[1] = 99;
        Assert.Equal(before, figure.ToJson());
    }

    [Fact]
    public void Any_kind_of_number_can_be_drawn()
    {
        var expected = new Figure("c").Line("L", Three, new double[] { 1, 4, 9 }).ToJson();
        Assert.Equal(expected, new Figure("c").Line("L", [1, 2, 3], new float[] { 1, 4, 9 }).ToJson());
        Assert.Equal(expected, new Figure("c").Line("L", [1L, 2, 3], x => x * x).ToJson());
    }

    [Fact]
    public void A_plane_of_the_wrong_shape_names_both_shapes()
    {
        var e = Assert.Throws<ArgumentException>(() => new Figure("c").Contours("z", Three, Three, new double[3, 4]));
        Assert.Contains("[3×4]", e.Message);
        Assert.Contains("3 ys and 3 xs", e.Message);
        Assert.Throws<ArgumentException>(() => new Figure("c").HeatMap("z", Three, Three, new double[2, 3]));
        Assert.Throws<ArgumentException>(() => new Figure("c").Surface("z", Three, Three, new double[2, 3]));
    }

    [Fact]
    public void A_grid_takes_panels_but_no_series_and_no_grids()
    {
        var panel = new Figure("p").Line("L", Three, Three);
        var grid = Figure.Grid("g", 2, panel, panel);
        Assert.Throws<InvalidOperationException>(() => grid.Line("L", Three, Three));
        Assert.Throws<InvalidOperationException>(() => grid.Mark(1, "m"));
        Assert.Throws<ArgumentException>(() => Figure.Grid("g", 2));
        Assert.Throws<ArgumentException>(() => Figure.Grid("g", 0, panel));
        Assert.Throws<ArgumentException>(() => Figure.Grid("g", 1, grid));
        Assert.Throws<ArgumentException>(() => Figure.Grid("g", 1, new Figure("s").Surface("z", Three, Three, new double[3, 3])));
    }

    [Fact]
    public void Positions_and_ranges_an_axis_cannot_show_are_errors()
    {
        var figure = new Figure("c", logX: true);
        Assert.Contains("“bound” at 0", Assert.Throws<ArgumentException>(() => figure.Mark(0, "bound")).Message);
        Assert.Throws<ArgumentException>(() => figure.Level(double.NaN, "l"));
        Assert.Throws<ArgumentException>(() => figure.Range(x: (0, 1)));
        Assert.Throws<ArgumentException>(() => figure.Range(y: (1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => figure.Height(10));
        Assert.Throws<ArgumentException>(() => figure.Field("f", Three, Three, (x, y) => (x, y)));
    }

    [Fact]
    public void Images_and_confusion_matrices_check_their_sizes()
    {
        Assert.Contains("9 pixels, “b” 4", Assert.Throws<ArgumentException>(() => Figure.Images("c", [("a", new double[9]), ("b", new double[4])])).Message);
        Assert.Throws<ArgumentException>(() => Figure.Images("c", []));
        Assert.Throws<ArgumentException>(() => Figure.Images("c", [("a", new double[10])], width: 4));
        Assert.Contains("[2×3]", Assert.Throws<ArgumentException>(() => Figure.Confusion("c", new int[2, 3])).Message);
        Assert.Throws<ArgumentException>(() => Figure.Confusion("c", new int[2, 2], ["only one"]));
    }
}
