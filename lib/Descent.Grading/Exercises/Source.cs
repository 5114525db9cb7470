using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Descent.Notebooks;

namespace Descent.Grading.Exercises;

/// <summary>An exercise's source notebook, read.</summary>
/// <param name="Bundle">What the instructor keeps.</param>
/// <param name="Release">What students get.</param>
public sealed record Exercise(Bundle Bundle, Notebook Release);

/// <summary>Reads the source notebooks of exercises: statement, given code, solutions and checks of each question, in nbgrader's format.</summary>
public sealed partial class Source
{
    readonly Notebook notebook;
    readonly JsonArray json;
    readonly List<Problem> problems = [];
    readonly List<ReleasedCell> cells = [];
    readonly List<Question> questions = [];
    readonly HashSet<string> ids = [], gradeIds = [], functions = [];
    (string Title, int Stars, int Minutes)? heading;
    (Nbgrader Cell, IReadOnlyList<Function> Functions)? answer;

    Source(Notebook notebook)
    {
        this.notebook = notebook;
        json = JsonNode.Parse(notebook.ToString())!["cells"]!.AsArray();
    }

    /// <summary>Reads an exercise.</summary>
    /// <param name="path">The source notebook, <c>NN-name.ipynb</c>.</param>
    /// <param name="key">The instructor's key, or null: then hidden inputs are drawn from public text.</param>
    /// <exception cref="NotebookException">It is not a notebook.</exception>
    /// <exception cref="ExerciseException">It is not an exercise; every problem is named.</exception>
    public static Exercise Read(string path, byte[]? key = null) => new Source(Notebook.Read(path)).Read(key);

    Exercise Read(byte[]? key)
    {
        if (!Assignment().IsMatch(notebook.Name))
            Refuse(0, $"an exercise's file is named NN-name.ipynb after its chapter, not {notebook.Name}.ipynb.");
        if (notebook.Metadata["descent"] is not JsonObject descent || descent.Count != 1 || $"{descent["assignment"]}" != notebook.Name)
            Refuse(0, $"the notebook's metadata needs \"descent\": {{\"assignment\": \"{notebook.Name}\"}} and nothing else in it.");
        if (notebook.Metadata["kernelspec"] is not JsonObject kernel || Release.Kernelspec.Any(k => $"{kernel[k.Key]}" != $"{k.Value}"))
            Refuse(0, $"the notebook's kernelspec must be {Release.Kernelspec.ToJsonString()}.");
        if (notebook.Cells is not [{ IsMarkdown: true } first, ..] || !first.Source.StartsWith("# Exercises: ", StringComparison.Ordinal))
            Refuse(1, "the first cell is text and begins '# Exercises: <chapter title>'.");
        for (var i = 0; i < notebook.Cells.Count; i++)
            Read(i + 1, notebook.Cells[i], json[i]!.AsObject());
        if (heading is not null)
            Refuse(notebook.Cells.Count, "the last question lacks its answer or its checks cell.");
        if (questions.Count == 0 && problems.Count == 0)
            Refuse(0, "there is no question.");
        Finish();
        var parts = cells.Select(c => c.Part).ToList();
        var version = Release.Version(parts);
        var bundle = new Bundle(notebook.Name, notebook.Title, version, Keys.Of(key, notebook.Name, version), key is not null, parts, questions);
        var release = Release.Of(notebook.Name, version, cells);
        problems.AddRange(Leaks.In(release, cells));
        Finish();
        return new Exercise(bundle, release);
    }

    void Finish()
    {
        if (problems.Count > 0)
            throw new ExerciseException(Path.GetFileName(notebook.Path), [.. problems.Distinct().OrderBy(p => p.Cell).ThenBy(p => p.Line ?? 0)]);
    }

    void Read(int number, Cell cell, JsonObject json)
    {
        var (id, text) = ((string?)(json["id"] as JsonValue) ?? "", cell.Source);
        if (!CellId().IsMatch(id) || !ids.Add(id))
            Refuse(number, $"a cell needs an id of its own (letters, digits, - and _), not '{id}'.");
        if (json.ContainsKey("attachments"))
            Refuse(number, "attachments are not released: put images into a file and link to it.");
        if (text.Contains('\r'))
            Refuse(number, "lines must end with a line feed only.");
        if (!cell.IsCode && !cell.IsMarkdown)
            Refuse(number, "an exercise has code and Markdown cells only.");
        else if (cell.IsMarkdown)
            ReadText(number, id, text, cell.Metadata);
        else if (Nbgrader.Read(cell.Metadata, m => Refuse(number, m)) is { } nbgrader)
        {
            if (!gradeIds.Add(nbgrader.Id))
                Refuse(number, $"another cell has the grade_id {nbgrader.Id} too.");
            ReadCode(number, id, text, nbgrader);
        }
    }

    void ReadText(int number, string id, string text, JsonObject metadata)
    {
        if (metadata.ContainsKey("nbgrader"))
            Refuse(number, "a Markdown cell has no nbgrader metadata.");
        RefuseMarkers(number, text, [Markers.Solution, Markers.Hidden], "in a Markdown cell");
        cells.Add(new(number, id, new("", Role.Text, text, text), null, [.. text.Split('\n').Select(_ => false)]));
        foreach (var (line, at) in text.Split('\n').Select((l, i) => (l, i + 1)).Where(l => l.l.StartsWith("## ", StringComparison.Ordinal)))
            if (at != 1 || heading is not null || Heading().Match(line) is not { Success: true } match || match.Groups["stars"].Length != 3 || match.Groups["number"].Value != $"{questions.Count + 1}")
            {
                Refuse(number, at, heading is not null ? $"question {questions.Count + 1} has no answer and checks cell yet: another heading cannot begin."
                    : $"a question's cell begins '## {questions.Count + 1}. Title · ★☆☆ · 5 min', with three stars in all; other headings in it are smaller.");
                if (at == 1)
                    heading ??= (line, 1, 1);           // its cells follow all the same
            }
            else
                heading = (match.Groups["title"].Value, match.Groups["stars"].Value.Count(c => c == '★'), int.Parse(match.Groups["minutes"].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    void ReadCode(int number, string id, string text, Nbgrader nbgrader)
    {
        var (before, role, released, secret) = (problems.Count, nbgrader.Role, text, (IReadOnlyList<bool>)[.. text.Split('\n').Select(_ => false)]);
        if (role == Role.Answer)
            (released, secret) = Markers.Solution.Cut(text, At(number));
        else
            RefuseMarkers(number, text, [Markers.Solution], "outside an answer cell");
        if (role == Role.Checks)
            (released, secret) = Markers.Hidden.Cut(text, At(number));
        else
            RefuseMarkers(number, text, [Markers.Hidden], "outside a checks cell");
        var after = problems.Count;
        cells.Add(new(number, id, new(nbgrader.Id, role, released, text), nbgrader, secret));
        if (role == Role.Given)
            Code.Parse(text, At(number));
        else if (role == Role.Answer)
            ReadAnswer(number, released, text, secret, nbgrader);
        else
            ReadChecks(number, released, text, secret, nbgrader);
        if (after > before)
            problems.RemoveRange(after, problems.Count - after);   // what else is wrong may only follow from a wrong marker
    }

    void ReadAnswer(int number, string released, string text, IReadOnlyList<bool> secret, Nbgrader nbgrader)
    {
        if (heading is null || answer is not null || nbgrader.Id != $"q{questions.Count + 1}")
            Refuse(number, $"the next answer cell has the grade_id q{questions.Count + 1} and follows the heading of its question; it has {nbgrader.Id}.");
        var written = Code.Functions(Code.Parse(text, At(number)), At(number));
        var begin = secret.Contains(true) ? secret.TakeWhile(s => !s).Count() + 1 : 1;
        var stubbed = Code.Parse(released, (_, m) => Refuse(number, begin, $"without the solution the cell cannot be read ({m}): signature and braces stay outside the region."));
        if (!Code.Functions(stubbed, (_, _) => { }).Select(f => f.Declaration).SequenceEqual(written.Select(f => f.Declaration)))
            Refuse(number, begin, "the region takes a function or its signature away: it must lie inside the braces of one function.");
        else if (!Code.AllStubbed(stubbed) || written.Count == 0)
            Refuse(number, begin, $"every function of an answer cell needs '{Markers.Solution.Begin}' … '{Markers.Solution.End}' inside its braces; nbgrader would release or blank the whole cell.");
        foreach (var function in written.Where(f => !functions.Add(f.Name)))
            Refuse(number, $"another function of this exercise has the name {function.Name}.");
        answer = (nbgrader, written);
    }

    void ReadChecks(int number, string released, string text, IReadOnlyList<bool> secret, Nbgrader nbgrader)
    {
        if (answer is not var (cell, functions) || heading is not var (title, stars, minutes) || nbgrader.Id != cell.Id + "-checks")
        {
            Refuse(number, $"a checks cell follows its answer cell and has its grade_id with -checks; it has {nbgrader.Id}.");
            return;
        }
        Code.Parse(released, (_, m) => Refuse(number, secret.TakeWhile(s => !s).Count() + 1, $"without the hidden region the cell cannot be read: {m}"));
        var before = problems.Count;
        var checks = new ChecksCell(functions, this.functions, At(number)).Read(text, secret);
        if (problems.Count == before && checks.Sum(c => c.Points) is var sum && sum != nbgrader.Points)
            Refuse(number, $"nbgrader says {nbgrader.Points} points; the cell's checks have {sum}: make them equal.");
        questions.Add(new(cell.Id, title, stars, minutes, nbgrader.Id, functions, checks));
        (answer, heading) = (null, null);
    }

    void RefuseMarkers(int number, string text, IEnumerable<Markers> markers, string where)
    {
        foreach (var (line, at) in text.Split('\n').Select((l, i) => (l, i + 1)).Where(l => markers.Any(m => m.IsMeantBy(l.l)) || Foreign().IsMatch(l.l)))
            Refuse(number, at, $"'{line.Trim()}' is or looks like a marker {where}.");
    }

    Action<int, string> At(int number) => (line, message) => Refuse(number, line, message);

    void Refuse(int cell, string message) => problems.Add(new(cell, null, message));

    void Refuse(int cell, int line, string message) => problems.Add(new(cell, line, message));

    [GeneratedRegex(@"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]
    internal static partial Regex Assignment();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex CellId();

    [GeneratedRegex(@"^## (?<number>\d+)\. (?<title>.*\S) · (?<stars>★+☆*) · (?<minutes>[1-9]\d{0,2}) min$")]
    private static partial Regex Heading();

    // Other regions and words that nbgrader acts upon.
    [GeneratedRegex("(BEGIN|END) MARK SCHEME|AUTOTEST")]
    private static partial Regex Foreign();
}
