using System.Text.RegularExpressions;
using Descent.Grading.Exercises;

namespace Descent.Grading.Submissions;

/// <summary>Finds the parts of an exercise in a notebook: by their ids, without those by text and place. What an id claims, the text must bear out somewhere.</summary>
sealed class Matching
{
    const double Alike = 0.5;                   // of the telling lines

    readonly Draft draft;
    readonly Bundle bundle;
    readonly int[] at;                          // the cell of each part, or −1
    readonly int[] part;                        // the part of each cell, −1 for own cells, −2 for cells that are left out
    readonly List<string> texts, released;      // of cells and parts, bare
    readonly Dictionary<string, Regex> declarations = [];
    readonly Dictionary<int, DraftCell> elsewhere = [];
    readonly List<string> repairs = [];

    /// <summary>Matches a notebook with an exercise.</summary>
    /// <exception cref="RejectedException">It is not this exercise.</exception>
    public Matching(Draft draft, Bundle bundle)
    {
        (this.draft, this.bundle) = (draft, bundle);
        at = [.. bundle.Parts.Select(_ => -1)];
        part = [.. draft.Cells.Select(c => c.Kind == CellKind.Code ? -1 : -2)];
        texts = [.. draft.Cells.Select(c => Text.Bare(c.Source))];
        released = [.. bundle.Parts.Select(p => Text.Bare(p.Released))];
        foreach (var function in bundle.Questions.SelectMany(q => q.Functions).Select(f => f.Name).Distinct())
            declarations[function] = new($@"(^|[^\w.]){Regex.Escape(function)}\s*\([^;{{}}]*\)\s*(\{{|=>)", RegexOptions.NonBacktracking);
        foreach (var role in new[] { Role.Checks, Role.Given, Role.Answer })     // checks first: an answer stands before its own
        {
            Each(role, ById);
            Each(role, ByText);
        }
        Quality = Recognised();
        RefuseOthers();
        LeaveOutCopies();
        repairs.AddRange(new Notes(draft, bundle, at, part, Same).All());
        foreach (var p in Indices(Role.Answer).Where(IsUntouched))
            if (Elsewhere(p) is { } cell)
            {
                elsewhere[p] = cell;
                repairs.Add($"The answer {bundle.Parts[p].Id} stands in {cell.Name} instead of its own cell; taken from there.");
            }
        repairs.AddRange(Again());
    }

    /// <summary>Parts of the exercise that were recognised by their text.</summary>
    public int Quality { get; }

    /// <summary>Answer cells that were written in.</summary>
    public int Answered => Indices(Role.Answer).Count(p => !IsUntouched(p) || elsewhere.ContainsKey(p));

    /// <summary>What had to be put right.</summary>
    public IReadOnlyList<string> Repairs => repairs;

    /// <summary>The cells in the order of the release, own cells after the part they followed.</summary>
    public IReadOnlyList<SubmittedCell> Cells()
    {
        var own = new List<SubmittedCell>[bundle.Parts.Count + 1];
        var place = 0;
        foreach (var (i, cell) in draft.Cells.Index())
        {
            if (part[i] >= 0)
                place = part[i] + 1;
            else if (part[i] == -1 && texts[i].Length > 0)
                (own[place] ??= []).Add(new("", cell.Name, cell.Source, false, Impediment.Of(cell)));
        }
        List<SubmittedCell> cells = [.. own[0] ?? []];
        foreach (var (p, it) in bundle.Parts.Index())
        {
            if (it.Role != Role.Text)
                cells.Add(Cell(p, it));
            cells.AddRange(own[p + 1] ?? []);
        }
        return cells;
    }

    SubmittedCell Cell(int p, Part it)
    {
        var cell = at[p] < 0 ? null : draft.Cells[at[p]];
        var name = cell is { Kind: CellKind.Code } ? cell.Name : $"{it.Role} {it.Id}";
        return it.Role switch
        {
            Role.Given => new(it.Id, name, Text.Lines(it.Source)),
            Role.Checks => new(it.Id, name, ""),
            _ => new(it.Id, name, cell?.Source ?? Text.Lines(it.Released), IsUntouched(p) && !elsewhere.ContainsKey(p), cell is null ? null : Impediment.Of(cell)),
        };
    }

    bool IsUntouched(int p) => at[p] < 0 || texts[at[p]].Length == 0 || Same(p, at[p]);

    // The student wrote the function into another cell that runs after the stub and before the checks.
    DraftCell? Elsewhere(int p)
    {
        var end = at[ChecksOf(p)] is >= 0 and var checks ? checks : draft.Cells.Count;
        return Enumerable.Range(0, end).Where(i => i > at[p] && part[i] != -2 && Declares(i, p)).Select(i => draft.Cells[i]).LastOrDefault();
    }

    // Own cells that define what was answered. What looks like a call is none: the return type stands before the name.
    IEnumerable<string> Again()
    {
        foreach (var function in Indices(Role.Answer).Where(p => !IsUntouched(p)).SelectMany(p => QuestionOf(p).Functions))
        {
            var definition = new Regex($@"^[ \t]*(static[ \t]+)?{Regex.Escape(function.Returns)}[ \t]+{Regex.Escape(function.Name)}[ \t]*\(", RegexOptions.NonBacktracking | RegexOptions.Multiline);
            foreach (var i in Enumerable.Range(0, part.Length).Where(i => part[i] == -1 && !IsOfAnotherPart(i) && definition.IsMatch(draft.Cells[i].Source)))
                yield return $"{draft.Cells[i].Name} defines {function.Name} again; the last definition before the checks counts.";
        }
    }

    void Each(Role role, Func<int, int> find)
    {
        foreach (var p in Indices(role))
            if (at[p] < 0 && find(p) is >= 0 and var i)
                (at[p], part[i]) = (i, p);
    }

    // Of several cells with the id: one that holds the function, that was written in, that stands before the checks; of those the last, as it would be in a kernel.
    int ById(int p)
    {
        var it = bundle.Parts[p];
        var found = Free().Where(i => it.Id.Length > 0 && draft.Cells[i].Marks?.Id == it.Id && draft.Cells[i].Kind != CellKind.Raw).ToList();
        return found.Count == 0 ? -1 : it.Role == Role.Answer ? Best(p, found) : found.MaxBy(i => Likeness(p, i));
    }

    int ByText(int p)
    {
        var code = Free().Where(i => draft.Cells[i].Kind == CellKind.Code).ToList();
        if (bundle.Parts[p].Role == Role.Answer)
            return code.Where(i => Same(p, i) || Declares(i, p)).ToList() is { Count: > 0 } found ? Best(p, found) : -1;
        var (best, likeness) = code.Where(i => !IsOfAnotherPart(i)).Select(i => (i, Likeness(p, i))).DefaultIfEmpty((-1, 0)).MaxBy(c => c.Item2);
        return likeness >= Alike ? best : -1;
    }

    int Best(int p, List<int> found)
    {
        var checks = at[ChecksOf(p)] is >= 0 and var i ? i : int.MaxValue;
        return found.OrderByDescending(i => Declares(i, p)).ThenByDescending(i => !Same(p, i)).ThenByDescending(i => i < checks)
            .ThenByDescending(i => i < checks ? i : -i).First();
    }

    int Recognised() => Enumerable.Range(0, at.Length).Count(p => bundle.Parts[p].Role switch
    {
        Role.Text => released[p].Length > 15 && texts.Index().Any(t => t.Item == released[p] && draft.Cells[t.Index].Kind == CellKind.Markdown),
        Role.Given => false,                                       // many exercises begin alike
        Role.Answer => at[p] >= 0 && (Same(p, at[p]) || Declares(at[p], p)),
        _ => at[p] >= 0 && Likeness(p, at[p]) >= Alike,
    });

    void RefuseOthers()
    {
        var claim = draft.Assignment is { } name && name != bundle.Assignment ? $"; it says it is {Text.Quoted(name)}" : "";
        if (Quality == 0 || claim.Length > 0 && Quality * 2 < bundle.Parts.Count(p => p.Role != Role.Given))
            throw new RejectedException($"it is not {bundle.Assignment}: {(Quality == 0 ? "none" : $"only {Quality}")} of the exercise's cells is in it{claim}");
        if (claim.Length > 0)
            repairs.Add($"The notebook{claim[4..]}, its cells are those of {bundle.Assignment}; graded as that.");
        else if (draft.Version is { } version && version != bundle.Version)
            repairs.Add($"The notebook comes from release {Text.Quoted(version)} of {bundle.Assignment}; graded against release {bundle.Version}.");
    }

    // A second cell of checks, of a stub or of what is given would run as the student's own code.
    void LeaveOutCopies()
    {
        foreach (var i in Enumerable.Range(0, part.Length).Where(i => part[i] == -1))
            if (bundle.Parts.Index().FirstOrDefault(p => p.Item.Role != Role.Text && (Same(p.Index, i) || p.Item.Role == Role.Checks && p.Item.Id == draft.Cells[i].Marks?.Id)).Item is { } copied)
            {
                part[i] = -2;
                repairs.Add($"{draft.Cells[i].Name} is a copy of {copied.Id}; not run.");
            }
    }

    bool Same(int p, int i) => texts[i] == released[p];

    double Likeness(int p, int i) => Same(p, i) ? 2 : Text.Likeness(bundle.Parts[p].Released, draft.Cells[i].Source);

    bool IsOfAnotherPart(int i) => draft.Cells[i].Marks?.Id is { } id && bundle.Parts.Any(p => p.Id == id);

    bool Declares(int i, int p) => QuestionOf(p).Functions is { Count: > 0 } functions && functions.All(f => declarations[f.Name].IsMatch(draft.Cells[i].Source));

    Question QuestionOf(int p) => bundle.Questions.First(q => q.Id == bundle.Parts[p].Id);

    int ChecksOf(int p) => Indices(Role.Checks).First(c => bundle.Parts[c].Id == QuestionOf(p).ChecksId);

    IEnumerable<int> Free() => Enumerable.Range(0, part.Length).Where(i => part[i] is -1 or -2 && !at.Contains(i));

    IEnumerable<int> Indices(Role role) => Enumerable.Range(0, at.Length).Where(p => bundle.Parts[p].Role == role);
}
