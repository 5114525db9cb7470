using System.Text.Json.Nodes;
using Descent.Figures;

namespace Descent.Tests.Figures;

/// <summary>One figure of every kind.</summary>
static class Gallery
{
    static readonly double[] Grid = [-1, -0.5, 0, 0.5, 1];

    static IEnumerable<(double, double)> Spiral(int n) => Enumerable.Range(0, n).Select(i => (Math.Exp(-0.1 * i) * Math.Cos(i), Math.Exp(-0.1 * i) * Math.Sin(i)));

    static Figure Empty(bool logX = false, bool logY = false) => new("A caption with < and & in it.", x: "η", y: "loss", logX, logY);

    public static readonly Dictionary<string, Figure> Figures = new()
    {
        ["line"] = Empty(logY: true).Line("L", Grid, x => 2 + x).Line("model", Enumerable.Range(0, 2000), x => 1 + x).Mark(0.5, "2/λmax").Level(1, "chance").Note(0, 2, "here"),
        ["short logarithmic axis"] = Empty(logX: true).Line("L", [1, 2, 3, 5], [1, 2, 3, 4]).Range(x: (0.5, 8)),
        ["decades"] = Empty(logX: true, logY: true).Line("L", [1, 10, 100], [1, 0.01, 1e-9]).Range(x: (0.1, 1000), y: (1e-10, 1)),
        ["nothing on its axes"] = Empty(logX: true, logY: true).Line("L", [-1, 0], [0, double.NaN]),
        ["markers"] = Empty().Markers("m", Grid, Grid).Markers("many", Enumerable.Range(0, 5000), Enumerable.Range(0, 5000)),
        ["bars"] = Empty().Bars("a", ["one", "two"], [1, 2]).Bars("b", ["one", "two"], [2, 1]),
        ["bars at numbers"] = Empty().Bars("a", [1, 2, 4], [1, 2, 3]),
        ["histogram"] = Empty().Histogram("h", Grid, bins: 4).Histogram("d", Grid, bins: 3, density: true),
        ["contours"] = Empty().Contours("z", Grid, Grid, (x, y) => x * x + 10 * y * y, [0.1, 1, 5]).Path("p", Spiral(20)).Equal(),
        ["free contours"] = Empty().Contours("z", Grid, Grid, (x, y) => x * y),
        ["heat map"] = Empty().HeatMap("z", Grid, Grid, (x, y) => x * y, diverging: true),
        ["matrix"] = Empty().HeatMap("W", new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }),
        ["field"] = Empty().Field("−∇L", Grid, Grid, (x, y) => (-x, y)),
        ["long path"] = Empty().Path("p", Spiral(3000)),
        ["animation"] = Empty().Animate("a", Spiral(200)).Animate("b", Spiral(9)),
        ["surface"] = Empty().Surface("z", Grid, Grid, (x, y) => x * y),
        ["confusion"] = Figure.Confusion("Digits.", new[,] { { 48, 2 }, { 5, 45 } }, ["zero", "one"]),
        ["images"] = Figure.Images("Images.", [("a", [0, 1, 2, 3]), ("b", [3, 2, 1, 0]), ("c", [0, 0, 0, 16])], columns: 2),
        ["grid"] = Figure.Grid("Panels.", 2, Empty().Line("L", Grid, Grid).Mark(0, "m"), Empty().HeatMap("z", Grid, Grid, (x, y) => x), Empty().Line("L", Grid, Grid)),
    };

    public static TheoryData<string> Names => [.. Figures.Keys];

    public static JsonObject Json(string name) => JsonNode.Parse(Figures[name].ToJson())!.AsObject();

    /// <summary>Every value in a JSON tree with its path, keys joined by dots.</summary>
    public static IEnumerable<(string Path, JsonNode? Value)> Walk(JsonNode? node, string path = "")
    {
        yield return (path, node);
        var children = node switch
        {
            JsonObject o => o.Select(p => (p.Key, p.Value)),
            JsonArray a => a.Select((v, i) => (i.ToString(), v)),
            _ => [],
        };
        foreach (var (key, value) in children)
            foreach (var inner in Walk(value, path + "." + key)) yield return inner;
    }
}
