using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Descent.Figures;

namespace Descent.Tests.Figures;

public sealed partial class PlotlyTests
{
    static readonly string[] Removed = ["titlefont", "titleposition", "titleside", "titleoffset", "autotick", "showLink", "linkText", "sendData", "showSources", "bardir", "ref"];

    [GeneratedRegex(@"^(#[0-9a-f]{6}|rgba\(\d{1,3},\d{1,3},\d{1,3},[01](\.\d+)?\))$", RegexOptions.IgnoreCase)]
    static partial Regex Color { get; }

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void Every_figure_has_data_layout_and_a_private_config(string name)
    {
        var json = Gallery.Json(name);
        Assert.NotEmpty(json["data"]!.AsArray());
        Assert.Equal("rgba(0,0,0,0)", (string?)json["layout"]!["paper_bgcolor"]);
        Assert.False((bool)json["config"]!["showSendToCloud"]!);
        Assert.False((bool)json["config"]!["displaylogo"]!);
        Assert.True((bool)json["config"]!["responsive"]!);
    }

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void No_key_that_plotly_3_or_4_removed(string name) => Assert.All(Gallery.Walk(Gallery.Json(name)), node =>
    {
        var key = node.Path.Split('.')[^1];
        Assert.DoesNotContain(key, Removed);
        Assert.False(key.EndsWith("src", StringComparison.Ordinal), node.Path);
        if (key == "title") Assert.IsType<JsonObject>(node.Value);
    });

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void Colours_are_written_so_that_both_versions_read_them(string name) => Assert.All(Gallery.Walk(Gallery.Json(name)), node =>
    {
        var colored = node.Path.Split('.')[^1].EndsWith("color", StringComparison.Ordinal) || node.Path.Contains(".colorscale.", StringComparison.Ordinal);
        if (colored && node.Value is JsonValue v && v.TryGetValue<string>(out var text)) Assert.Matches(Color, text);
    });

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void Nothing_in_the_json_can_end_a_script_element(string name) =>
        Assert.DoesNotContain('<', Gallery.Figures[name].ToJson());

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void Every_axis_states_its_tick_mode(string name) => Assert.All(
        Gallery.Json(name)["layout"]!.AsObject().Where(p => p.Key.StartsWith("xaxis", StringComparison.Ordinal) || p.Key.StartsWith("yaxis", StringComparison.Ordinal)),
        p => Assert.True(p.Value!["tickmode"] is not null || (bool?)p.Value["visible"] == false, p.Key));

    [Fact]
    public void Series_differ_in_dash_and_marker_as_well_as_colour()
    {
        var figure = Enumerable.Range(0, 6).Aggregate(new Figure("c"), (f, i) => f.Line($"{i}", [1, 2], [i, i]));
        var data = JsonNode.Parse(figure.ToJson())!["data"]!.AsArray();
        foreach (var look in (Func<JsonNode, string?>[])[t => (string?)t["line"]!["color"], t => (string?)t["line"]!["dash"], t => (string?)t["marker"]!["symbol"]])
            Assert.Equal(6, data.Select(t => look(t!)).Distinct().Count());
        Assert.Equal(["#0072B2", "#D55E00", "#009E73", "#CC79A7"], data.Take(4).Select(t => (string?)t!["line"]!["color"]));
    }

    [Fact]
    public void Values_a_logarithmic_axis_cannot_show_leave_gaps_and_are_counted()
    {
        var figure = new Figure("c", logY: true).Line("L", [1, 2, 3, 4], [1, 0, -2, double.PositiveInfinity]);
        Assert.Equal("[1,null,null,null]", JsonNode.Parse(figure.ToJson())!["data"]![0]!["y"]!.ToJsonString());
        Assert.Contains("3 values", figure.AlternativeText);
        Assert.Contains("3 values", figure.ToHtml());
    }

    [Fact]
    public void Histogram_counts_add_up_and_densities_integrate_to_one()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => Math.Pow(i / 999.0, 2))];
        JsonNode Trace(bool density) => JsonNode.Parse(new Figure("c").Histogram("h", values, 20, density).ToJson())!["data"]![0]!;
        Assert.Equal(1000, Trace(false)["y"]!.AsArray().Sum(v => (int)v!));
        var area = Trace(true)["y"]!.AsArray().Sum(h => (double)h!) * (double)Trace(true)["width"]!;
        Assert.InRange(Math.Abs(area - 1), 0, 1e-4); // heights and widths are rounded to five digits
    }

    [Fact]
    public void Histogram_of_a_range_counts_what_lies_outside()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 100.0)];
        var figure = new Figure("c").Histogram("h", values, 4, density: true, range: (2, 4));
        var trace = JsonNode.Parse(figure.ToJson())!["data"]![0]!;
        Assert.Equal("[2.25,2.75,3.25,3.75]", trace["x"]!.ToJsonString());
        Assert.InRange(trace["y"]!.AsArray().Sum(h => (double)h!) * (double)trace["width"]!, 0.2009, 0.2011); // 201 of 1000
        Assert.Contains("799 values", figure.AlternativeText);
    }

    [Fact]
    public void Uneven_levels_are_drawn_where_the_function_takes_them()
    {
        double[] xs = [.. Enumerable.Range(0, 101).Select(i => i / 10.0)];
        var trace = JsonNode.Parse(new Figure("c").Contours("z", xs, [0, 1], (x, _) => x, [1, 2, 5]).ToJson())!["data"]![0]!;
        var row = trace["z"]![0]!.AsArray();
        Assert.Equal([0, 1, 2], [(double)row[10]!, (double)row[20]!, (double)row[50]!]);
        Assert.Equal(1.5, (double)row[35]!);
        Assert.Equal("[0,0.1,0.2]", new JsonArray([.. trace["customdata"]![0]!.AsArray().Take(3).Select(v => v!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void An_arrow_points_along_the_field_and_the_longest_fits_its_cell()
    {
        var trace = JsonNode.Parse(new Figure("c").Field("f", [0, 1, 2], [0, 1, 2], (x, y) => (3 * x, 0)).ToJson())!["data"]![0]!;
        var (x, y) = (trace["x"]!.AsArray(), trace["y"]!.AsArray());
        Assert.Equal([2, 2.9], [(double)x[12]!, (double)x[13]!]);
        Assert.Equal((double)y[12]!, (double)y[13]!);
        Assert.Null(x[17]);
    }

    [Fact]
    public void An_animation_has_at_most_sixty_small_frames_that_move_one_point_each()
    {
        var json = Gallery.Json("animation");
        var frames = json["frames"]!.AsArray();
        Assert.Equal(60, frames.Count);
        Assert.All(frames, f => Assert.All(f!["data"]!.AsArray(), d => Assert.Single(d!["x"]!.AsArray())));
        Assert.All(frames, f => Assert.All(f!["traces"]!.AsArray(), t => Assert.Equal("markers", (string?)json["data"]![(int)t!]!["mode"])));
        Assert.Equal("199", (string?)json["layout"]!["sliders"]![0]!["steps"]![59]!["label"]);
    }

    [Fact]
    public void Panels_stand_in_a_grid_and_share_the_legend()
    {
        var layout = Gallery.Json("grid")["layout"]!;
        var (first, second, third) = (layout["xaxis"]!["domain"]!, layout["xaxis2"]!["domain"]!, layout["yaxis3"]!["domain"]!);
        Assert.True((double)first[1]! < (double)second[0]!);
        Assert.True((double)third[1]! < (double)layout["yaxis"]!["domain"]![0]!);
    }

    [Fact]
    public void Panels_with_the_same_levels_share_one_colour_bar()
    {
        static Figure Panel(double top) => new Figure("p").Contours("z", [0, 1], [0, 1], (x, y) => x + y, [0, 1, top]);
        static int Bars(params Figure[] panels) => Gallery.Walk(JsonNode.Parse(Figure.Grid("g", 2, panels).ToJson())).Count(n => n.Path.EndsWith(".colorbar", StringComparison.Ordinal));
        Assert.Equal(1, Bars(Panel(2), Panel(2)));
        Assert.Equal(2, Bars(Panel(2), Panel(3)));
    }

    [Fact]
    public void A_contour_map_fills_its_axes_unless_a_range_is_given()
    {
        var map = new Figure("c").Contours("z", [0, 2], [1, 3], (x, y) => x + y).Markers("far", [9], [9]);
        string Ends(Figure f) => JsonNode.Parse(f.ToJson())!["layout"] is var l ? l!["xaxis"]!["range"]!.ToJsonString() + l["yaxis"]!["range"]!.ToJsonString() : "";
        Assert.Equal("[0,2][1,3]", Ends(map));
        Assert.Equal("[0,10][1,3]", Ends(map.Range(x: (0, 10))));
    }

    [Fact]
    public void Only_a_surface_needs_the_full_bundle() => Assert.All(Gallery.Figures, f =>
        Assert.Contains(f.Key == "surface" ? "data-plotly=\"full\"" : "data-plotly=\"cartesian\"", f.Value.ToHtml()));
}
