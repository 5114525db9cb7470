using System.Text.Json.Nodes;
using Descent.Notebooks;

namespace Descent.Grading.Exercises;

/// <summary>Searches a written release for what must not be in it.</summary>
static class Leaks
{
    const int Shortest = 8, Telling = 20;

    /// <summary>The secret lines that occur in the release more often than in what students may see, and those that a text cell tells.</summary>
    public static IEnumerable<Problem> In(Notebook release, IReadOnlyList<ReleasedCell> cells)
    {
        var released = Texts(JsonNode.Parse(release.ToString())!).SelectMany(t => t.Split('\n')).ToList();
        var visible = cells.SelectMany(c => c.Part.Source.Split('\n').Where((_, i) => !c.IsSecret[i]).Select(Line => (Line, c.Part.Role))).ToList();
        foreach (var cell in cells)
            foreach (var (line, at) in cell.Part.Source.Split('\n').Select((l, i) => (Line: l.Trim(), At: i)).Where(l => cell.IsSecret[l.At] && l.Line.Length >= Shortest))
                if (released.Count(l => l.Contains(line, StringComparison.Ordinal)) > visible.Count(v => v.Line.Contains(line, StringComparison.Ordinal)))
                    yield return new(cell.Number, at + 1, $"the release contains '{line}', which students must not see.");
                else if (line.Length >= Telling && visible.Any(v => v.Role == Role.Text && v.Line.Contains(line.TrimEnd(';'), StringComparison.Ordinal)))
                    yield return new(cell.Number, at + 1, $"a text cell tells '{line}', which students must not see.");
    }

    static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(p => Texts(p.Value).Prepend(p.Key)),
        JsonArray list => list.SelectMany(Texts),
        _ => [$"{node}"],
    };
}
