using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>The states of a figure, each said once: what all share as the base, and for every path at which they differ a list into a pool of distinct values.</summary>
/// <remarks>Any figures can be states of one: a path that only some have is absent from the others. Arrays of objects (traces, annotations) are compared element
/// by element, arrays of numbers as a whole. A figure that moves has a state for each step.</remarks>
sealed class States
{
    static readonly HashSet<string> Lists = ["data", "shapes", "annotations", "tables"];
    static readonly string[] Spoken = ["caption", "note", "alt", "tables", "marks"];

    readonly JsonObject shared = [];
    readonly List<string> pool = [];
    readonly Dictionary<string, int> ids = [];
    readonly List<Dictionary<string, int>> leaves = [];
    readonly List<Dictionary<string, int>[]> frames = [];

    /// <param name="figures">One for each setting, the last control fastest. Enumerated once.</param>
    /// <param name="start">Which of them the reader sees first.</param>
    public States(IEnumerable<Figure> figures, int start)
    {
        foreach (var figure in figures)
        {
            var (json, moving) = Of(figure);
            if (leaves.Count == start) (shared, Start) = (json, figure);
            IsSpatial |= figure.IsSpatial;
            if (moving.Count > Steps.Count) Steps = [.. moving.Select(f => (string)f!["name"]!)];
            leaves.Add(Flat(json));
            frames.Add([.. moving.Select(f => Flat(Frame(f!)))]);
        }
    }

    /// <summary>The figure of the start.</summary>
    public Figure Start { get; } = null!;

    /// <summary>Whether some state needs plotly's full bundle.</summary>
    public bool IsSpatial { get; }

    /// <summary>Names of the steps of a figure that moves, else none.</summary>
    public IReadOnlyList<string> Steps { get; } = [];

    /// <summary>A figure as figures.js draws it: plotly's data and layout, what the page's width changes, and its words.</summary>
    public static (JsonObject Figure, JsonArray Frames) Of(Figure figure)
    {
        var json = Plotly.Of(figure, title: false);
        var frames = json["frames"] as JsonArray ?? [];
        json.Remove("frames");
        json["layout"]!.AsObject().Remove("template");
        (json["wide"], json["narrow"]) = (Plotly.Page(figure, narrow: false), Plotly.Page(figure, narrow: true));
        (json["caption"], json["alt"]) = (figure.Caption, Numbered(figure.AlternativeText.Split(". ").Select(t => (JsonNode)t)));
        if (Words.Missing(figure) is { Length: > 0 } note) json["note"] = note;
        json["tables"] = new JsonArray([.. DataTable.Of(figure).Select(t => Table(t.Name, t.Table))]);
        json["marks"] = Numbered(DataTable.Marks(figure).Select(t => (JsonNode)t));
        return (json, frames);
    }

    /// <summary>Base, slots and pool as JSON that can stand in a script element.</summary>
    public string Payload(JsonObject more)
    {
        var count = leaves.Count * Math.Max(1, Steps.Count);
        var (lists, slots) = (new Dictionary<string, int>(), new JsonArray());
        var (kept, places) = (new List<int>(), new Dictionary<int, int>());
        var differ = false;
        foreach (var path in leaves.SelectMany(l => l.Keys).Concat(frames.SelectMany(f => f.SelectMany(l => l.Keys))).Distinct())
        {
            int[] values = [.. Enumerable.Range(0, count).Select(i => At(path, i))];
            if (values.All(v => v == values[0])) continue;
            Remove(shared, path.Split('/'));
            differ |= Spoken.Contains(path.Split('/')[0]);
            int[] distinct = [.. values.Where(v => v >= 0).Distinct()];
            var list = "[" + string.Join(',', values.Select(v => Array.IndexOf(distinct, v))) + "]";
            if (!lists.TryGetValue(list, out var number)) lists[list] = number = lists.Count;
            int[] at = [.. distinct.Select(Place)];
            slots.Add(new JsonArray(path, number,
                at.Select((a, i) => a - i).Distinct().Count() == 1 ? at[0] : new JsonArray([.. at.Select(a => (JsonNode)a)])));
        }
        if (!differ)
            foreach (var word in Spoken) shared.Remove(word);
        more["base"] = shared.DeepClone();
        if (slots.Count == 0) return Plotly.Text(more);
        more["slots"] = slots;
        return $"{Plotly.Text(more)[..^1]},\"lists\":[{string.Join(',', lists.Keys)}],\"pool\":[{string.Join(',', kept.Select(id => pool[id]))}]}}";

        int Place(int id)
        {
            if (places.TryAdd(id, kept.Count)) kept.Add(id);
            return places[id];
        }
    }

    /// <summary>The value at a path in a state, −1 where it has none.</summary>
    int At(string path, int state)
    {
        var (figure, step) = (state / Math.Max(1, Steps.Count), state % Math.Max(1, Steps.Count));
        return frames[figure] is { Length: > 0 } moving && moving[Math.Min(step, moving.Length - 1)].TryGetValue(path, out var moved) ? moved
            : leaves[figure].GetValueOrDefault(path, -1);
    }

    Dictionary<string, int> Flat(JsonObject json)
    {
        var flat = new Dictionary<string, int>();
        Add(json, "");
        return flat;

        void Add(JsonNode? node, string path)
        {
            if (node is JsonObject o)
                foreach (var (key, value) in o) Add(value, path.Length == 0 ? key : $"{path}/{key}");
            else if (node is JsonArray list && Lists.Contains(path[(path.LastIndexOf('/') + 1)..]))
            {
                Leaf($"{path}/length", list.Count.ToString());
                for (var i = 0; i < list.Count; i++) Add(list[i], $"{path}/{i}");
            }
            else
                Leaf(path, Plotly.Text(node));
        }

        void Leaf(string path, string text)
        {
            if (ids.TryAdd(text, pool.Count)) pool.Add(text);
            flat[path] = ids[text];
        }
    }

    /// <summary>The traces that a frame moves, under their numbers.</summary>
    static JsonObject Frame(JsonNode frame) => Js.Of(("data", Js.Of([.. frame["traces"]!.AsArray().Select((t, i) => (t!.ToString(), (JsonNode?)frame["data"]![i]!.DeepClone()))])));

    static JsonObject Table(string name, DataTable table)
    {
        var (caption, rows) = table.Shown(name);
        return Js.Of(("name", caption), ("heads", Numbers.Json(table.Heads)),
            ("columns", Numbered(table.Heads.Select((_, c) => (JsonNode)new JsonArray([.. rows.Select(r => Cell(r[c]))])))));
    }

    /// <summary>A cell as the number that the figure's own arrays hold, so that both share one place in the pool.</summary>
    static JsonNode? Cell(string text) =>
        text == Numbers.Text(double.NaN) ? null : double.TryParse(text, out var number) && Numbers.Text(number) == text ? Numbers.Json(number) : text;

    static JsonObject Numbered(IEnumerable<JsonNode> nodes) => Js.Of([.. nodes.Select((n, i) => (i.ToString(), (JsonNode?)n))]);

    /// <summary>Removes the value at the path, and the objects that it leaves empty; the outermost and the elements of arrays stay in their places.</summary>
    static void Remove(JsonNode? node, ReadOnlySpan<string> path, bool outermost = true)
    {
        if (node is JsonArray list)
        {
            if (path.Length > 1 && int.Parse(path[0]) is var i && i < list.Count) Remove(list[i], path[1..], false);
        }
        else if (node is JsonObject o && o.TryGetPropertyValue(path[0], out var child))
        {
            if (path.Length > 1) Remove(child, path[1..], false);
            if (path.Length == 1 || (!outermost && child is JsonObject { Count: 0 })) o.Remove(path[0]);
        }
    }
}
