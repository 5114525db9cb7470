using System.Text.RegularExpressions;

namespace Descent.Notebooks.Book;

/// <summary>The files a book hands out, laid out in its folder <c>files/</c> as they are in the course: the notebooks without outputs, the data they read, what their text links to.</summary>
/// <param name="course">The folder around the notebooks' folder. Nothing outside it, hidden in it, behind a symbolic link or above 50 MB is handed out.</param>
sealed partial class Downloads(string course)
{
    const long Largest = 50_000_000;

    readonly SortedDictionary<string, string> sources = new(StringComparer.Ordinal);

    // The data files, each with the call that reads it: the table of datasets/README.md.
    readonly IReadOnlyList<(string File, string Call)> data = Catalogue(Path.Combine(course, "datasets", "README.md"));

    /// <summary>Path in the book → file to copy.</summary>
    public IReadOnlyDictionary<string, string> Sources => sources;

    /// <summary>The address, from the book's folder, under which a file will be there; null when it is not to be handed out.</summary>
    public string? Add(string file)
    {
        var path = Path.GetRelativePath(course, file).Replace('\\', '/');
        var steps = path.Split('/');
        if (Path.IsPathRooted(path) || steps.Any(s => s.StartsWith('.')) || new FileInfo(file) is not { Exists: true, LinkTarget: null, Length: <= Largest } || steps.Length > 1 && Linked(steps))
            return null;
        sources["files/" + path] = file;
        return Href(path);
    }

    /// <summary>The data files that some code reads, each with its address.</summary>
    public IEnumerable<(FileInfo File, string Href)> DataOf(string code)
    {
        foreach (var (file, _) in data.Where(d => code.Contains(d.Call, StringComparison.Ordinal)))
            if (Add(Path.Combine(course, "datasets", file)) is { } href)
                yield return (new FileInfo(Path.Combine(course, "datasets", file)), href);
    }

    /// <summary>The address of a notebook, which is written rather than copied.</summary>
    public string Of(Notebook notebook) => Href(PathOf(notebook));

    /// <summary>The path of a notebook below <c>files/</c>.</summary>
    public string PathOf(Notebook notebook) => Path.GetRelativePath(course, notebook.Path).Replace('\\', '/');

    bool Linked(string[] steps) =>
        Enumerable.Range(1, steps.Length - 1).Any(n => new DirectoryInfo(Path.Combine([course, .. steps[..n]])).LinkTarget is not null);

    static string Href(string path) => "files/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    static (string, string)[] Catalogue(string readme) => !File.Exists(readme) ? []
        : [.. Row().Matches(File.ReadAllText(readme)).Select(r => (r.Groups["file"].Value, r.Groups["call"].Value))];

    [GeneratedRegex(@"^\| *(?<file>[\w.-]+) *\|.*\| *`(?<call>\w+\.\w+\()\)` *\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
