using System.Text.Json.Nodes;
using Descent.Figures;

namespace Descent.Tests.Figures;

public sealed class StatesTests
{
    static readonly string[] Words = ["caption", "note", "alt", "tables", "marks"];

    static Figure Line(int n) => new Figure($"line {n}", x: "x").Line("L", [1, 2, 3], [n, 2 * n, 5]);

    public static TheoryData<string, Func<int, Figure>> Families => new()
    {
        { "numbers", n => Line(n) },
        { "number of series", n => Enumerable.Range(0, n).Aggregate(Line(3), (f, i) => f.Line($"{i}", [1, 2], [i, n])) },
        { "kinds", n => n % 2 == 0 ? Line(n) : new Figure("h", logX: true).HeatMap("z", [1, 2], [1, 2, 3], (x, y) => x * y + n) },
        { "marks and gaps", n => Enumerable.Range(0, n).Aggregate(new Figure("m", logY: true).Line("L", [1, 2, 3], [n - 2, 1, 2]), (f, i) => f.Mark(1 + i, $"{i}")) },
        { "panels", n => Figure.Grid("g", 2, [.. Enumerable.Range(1, n + 1).Select(Line)]) },
        { "alternative text", n => Line(1).Alt(string.Join(". ", Enumerable.Range(0, n + 1))) },
    };

    /// <summary>What figures.js does: the base, and at each path the pool's value for the state.</summary>
    static JsonNode State(JsonNode payload, int state)
    {
        var figure = payload["base"]!.DeepClone();
        foreach (var slot in payload["slots"]?.AsArray() ?? [])
        {
            var (path, n) = (((string)slot![0]!).Split('/'), (int)payload["lists"]![(int)slot[1]!]![state]!);
            if (n < 0) continue;
            var value = payload["pool"]![slot[2] is JsonArray ids ? (int)ids[n]! : (int)slot[2]! + n]?.DeepClone();
            var node = figure;
            foreach (var key in path[..^1])
                node = node is JsonArray list ? Element(list, int.Parse(key)) : node[key] ??= new JsonObject();
            if (node is not JsonArray at) node[path[^1]] = value;
            else if (path[^1] == "length") { while (at.Count > (int)value!) at.RemoveAt(at.Count - 1); }
            else { Element(at, int.Parse(path[^1])); at[int.Parse(path[^1])] = value; }
        }
        return figure;

        static JsonNode Element(JsonArray list, int i)
        {
            while (list.Count <= i) list.Add(new JsonObject());
            return list[i]!;
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void Each_state_is_the_figure_it_was_made_of(string name, Func<int, Figure> figure)
    {
        for (var start = 0; start < 4; start++)
        {
            var payload = JsonNode.Parse(new States(Enumerable.Range(0, 4).Select(figure), start).Payload([]))!;
            for (var n = 0; n < 4; n++)
                Assert.True(JsonNode.DeepEquals(States.Of(figure(n)).Figure, State(payload, n)), $"{name}: state {n} of a payload that starts at {start}");
        }
    }

    [Fact]
    public void One_state_is_its_base_without_words()
    {
        var payload = JsonNode.Parse(new States([Line(2)], 0).Payload([]))!.AsObject();
        Assert.Equal(["base"], payload.Select(p => p.Key));
        Assert.DoesNotContain(payload["base"]!.AsObject(), p => Words.Contains(p.Key));
    }

    [Fact]
    public void What_states_share_is_stored_once_and_equal_values_too()
    {
        var zs = Enumerable.Range(0, 50).Select(i => i + 0.125).ToArray();
        Figure Of(int n) => new Figure("c").Line("same", zs, zs).Line("two values", zs, zs.Select(z => n % 2 * z)).Line("own", [1], [n]);
        var text = new States(Enumerable.Range(0, 20).Select(Of), 0).Payload([]);
        var values = string.Join(",", zs.Select(z => z.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.InRange(text.Split(values).Length - 1, 3, 8);   // x three times and y in the base, the table's columns, the pool's one: not 20 times
    }

    [Fact]
    public void A_figure_that_moves_has_a_state_for_each_step()
    {
        (double, double)[] points = [(1, 2), (3, 4), (5, 6)];
        var states = new States([new Figure("c").Animate("p", points), new Figure("c").Animate("p", points[..2])], 0);
        var payload = JsonNode.Parse(states.Payload([]))!;
        Assert.Equal(["0", "1", "2"], states.Steps);
        Assert.Equal([1, 3, 5, 1, 3, 3], Enumerable.Range(0, 6).Select(n => (int)State(payload, n)["data"]![2]!["x"]![0]!));
    }
}
