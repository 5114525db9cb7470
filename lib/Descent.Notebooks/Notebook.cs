using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Descent.Notebooks;

/// <summary>A Jupyter notebook, nbformat 4. Whatever this class does not know is kept as it was read.</summary>
public sealed class Notebook
{
    static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly JsonObject root;

    Notebook(JsonObject root, string path)
    {
        this.root = root;
        Path = path;
        var number = 0;
        Cells = [.. root["cells"]!.AsArray().Select(c => (JsonObject)c!)
            .Select(c => new Cell(c, (string?)c["cell_type"] == "code" ? ++number : number))];
    }

    /// <summary>The file this notebook was read from, as a full path.</summary>
    public string Path { get; }

    /// <summary>The file name without extension, such as <c>01-error-surfaces</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder of the file: what relative paths in the cells start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The code cells in order; the k-th has <see cref="Cell.Number"/> k.</summary>
    public IEnumerable<Cell> Code => Cells.Where(c => c.IsCode);

    /// <summary>The document's metadata (kernelspec, language_info and others).</summary>
    public JsonObject Metadata => Child("metadata");

    /// <summary>The text of the first level-one heading, or the file name when there is none.</summary>
    public string Title => Cells.Where(c => c.IsMarkdown)
        .SelectMany(c => c.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? Name;

    /// <summary>Reads a notebook file.</summary>
    /// <exception cref="NotebookException">The file is missing, is not JSON, or is not nbformat 4: the message names file, expected and found.</exception>
    public static Notebook Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new NotebookException($"There is no notebook {path}.");
        return Parse(File.ReadAllText(full), full);
    }

    /// <summary>Reads a notebook from its text; <paramref name="path"/> is where it belongs.</summary>
    /// <exception cref="NotebookException">The text is not JSON or not nbformat 4.</exception>
    public static Notebook Parse(string json, string path)
    {
        var file = System.IO.Path.GetFileName(path);
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? throw new NotebookException($"{file} is not a notebook: expected a JSON object.");
        }
        catch (JsonException e)
        {
            throw new NotebookException(e.Message.Contains("maximum configured depth", StringComparison.Ordinal) ? $"{file} is not a notebook: its JSON is nested more than 64 deep."
                : $"{file} is not a notebook: expected JSON, line {e.LineNumber + 1} is not.");
        }
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int version) || version != 4)
            throw new NotebookException($"{file} has nbformat {root["nbformat"]?.ToJsonString() ?? "(missing)"}; expected 4.");
        if (root["cells"] is not JsonArray cells || !cells.All(IsCell))
            throw new NotebookException($"{file} has no list of cells, or a cell without cell_type and source.");
        return new Notebook(root, path);
    }

    /// <summary>A copy in which no cell has been run.</summary>
    public Notebook WithoutOutputs()
    {
        var copy = new Notebook((JsonObject)root.DeepClone(), Path);
        foreach (var cell in copy.Code)
            cell.Store(null, []);
        return copy;
    }

    /// <summary>Writes the notebook, creating the folder where needed.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        File.WriteAllText(path, ToString());
    }

    /// <summary>The notebook as JSON, indented by one space as Jupyter writes it, ending with a line feed.</summary>
    public override string ToString() => root.ToJsonString(Layout) + "\n";

    static bool IsCell(JsonNode? node) =>
        node is JsonObject cell && IsText(cell["cell_type"]) && (IsText(cell["source"]) || cell["source"] is JsonArray lines && lines.All(IsText));

    static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? _);

    JsonObject Child(string key)
    {
        if (root[key] is not JsonObject child)
            root[key] = child = [];
        return child;
    }
}

/// <summary>A problem of a notebook file, told in one sentence.</summary>
public sealed class NotebookException(string message) : Exception(message);
