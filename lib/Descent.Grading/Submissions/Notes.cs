using System.Globalization;
using Descent.Grading.Exercises;

namespace Descent.Grading.Submissions;

/// <summary>Says how a notebook differs from the released one, cell by cell; none of it changes what is graded.</summary>
/// <param name="draft">The notebook.</param>
/// <param name="bundle">The exercise.</param>
/// <param name="at">The cell of each part, or −1.</param>
/// <param name="part">The part of each cell, or less than 0.</param>
/// <param name="same">Whether a part and a cell differ at most in white space.</param>
sealed class Notes(Draft draft, Bundle bundle, int[] at, int[] part, Func<int, int, bool> same)
{
    readonly HashSet<string> ids = [.. bundle.Parts.Select(p => p.Id).Where(id => id.Length > 0)];

    /// <summary>The sentences.</summary>
    public IEnumerable<string> All() => [.. Ids(), .. bundle.Parts.Index().SelectMany(p => Of(p.Index, p.Item)), .. Order(), .. draft.Cells.Index().SelectMany(c => OfCell(c.Index, c.Item))];

    bool IsBare => !draft.Cells.Any(c => c.Marks?.Id is { } id && ids.Contains(id));

    IEnumerable<string> Ids()
    {
        if (IsBare && ids.Count > 0)
            yield return $"No cell carries an id of the exercise (some editors remove them); {at.Count(i => i >= 0)} of {bundle.Parts.Count(p => p.Role != Role.Text)} cells were found by their text.";
    }

    IEnumerable<string> Of(int p, Part it)
    {
        if (it.Role == Role.Text)
            yield break;
        if (at[p] < 0)
        {
            yield return it.Role == Role.Answer ? $"The answer cell {it.Id} is missing." : $"The cell {it.Id} is missing; the instructor's is used.";
            yield break;
        }
        var cell = draft.Cells[at[p]];
        if (cell.Kind != CellKind.Code)
            yield return $"{cell.Name} is {it.Id} with another cell type; read as code.";
        if (it.Role != Role.Answer && !same(p, at[p]))
            yield return $"{cell.Name} ({it.Id}) was edited; the instructor's text is used.";
        if (cell.Marks?.Id != it.Id)
        {
            if (!IsBare && it.Id.Length > 0)
                yield return $"{cell.Name} is {it.Id} by its text{(cell.Marks?.Id is { Length: > 0 } id ? $", though it says {Text.Quoted(id)}" : "; its id is lost")}.";
            yield break;
        }
        bool[] expected = [it.Role == Role.Checks, it.Role == Role.Answer, it.Role != Role.Answer, false];
        List<string> changed = [.. Marks.Names.Where((_, i) => cell.Marks.Flags[i] is { } flag && flag != expected[i])];
        if (it.Role == Role.Checks && cell.Marks.Points is { } points && points != Worth(it))
            changed.Add($"points ({points.ToString(CultureInfo.InvariantCulture)} instead of {Worth(it).ToString(CultureInfo.InvariantCulture)})");
        if (changed.Count > 0)
            yield return $"{cell.Name} ({it.Id}): changed metadata is ignored: {string.Join(", ", changed)}.";
        if (cell.Marks.IsOdd)
            yield return $"{cell.Name} ({it.Id}): its nbgrader metadata is not of schema version 3; read as far as it can be.";
    }

    IEnumerable<string> Order()
    {
        List<int> found = [.. part.Where(p => p >= 0)];
        if (found.Zip(found.Skip(1)).Any(n => n.First > n.Second))
            yield return "Cells of the exercise were moved; graded in the order of the release.";
    }

    IEnumerable<string> OfCell(int i, DraftCell cell)
    {
        if (part[i] >= 0 || cell.Marks?.Id is not { Length: > 0 } id)
            yield break;
        if (cell.Kind == CellKind.Raw)
            yield return $"{cell.Name} ({Text.Quoted(id)}) is a raw cell, which never runs; ignored. To hand in what it holds, make it a code cell.";
        else if (!ids.Contains(id))
            yield return $"{cell.Name} has the id {Text.Quoted(id)}, which the exercise does not know{(cell.Kind == CellKind.Code ? "; run as own code" : "")}.";
        else if (part[i] == -1)
            yield return $"{cell.Name} is another cell with the id {id}; run as own code.";
    }

    decimal Worth(Part it) => bundle.Questions.Where(q => q.ChecksId == it.Id).Sum(q => q.Maximum);
}
