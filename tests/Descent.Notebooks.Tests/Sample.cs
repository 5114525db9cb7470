using System.Text.Json.Nodes;

namespace Descent.Notebooks.Tests;

/// <summary>Small notebooks, and the repository around the tests.</summary>
static class Sample
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>A notebook whose cells are Markdown when they begin with '#' and a space or are marked with "md:", else code; "solution:" in front gives a cell that tag.</summary>
    public static Notebook Of(params string[] cells) => Notebook.Parse(Json(cells), Path.Combine(Root, "tests", "01-sample.ipynb"));

    public static string Json(params string[] cells)
    {
        var list = new JsonArray([.. cells.Select(c => (JsonNode)Cell(c))]);
        return new JsonObject
        {
            ["cells"] = list,
            ["metadata"] = JsonNode.Parse("""{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"language_info":{"name":"C#"}}"""),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString();
    }

    /// <summary>Runs code in a fresh session and returns everything it showed.</summary>
    public static IReadOnlyList<Output> Run(params string[] cells)
    {
        using var session = new Session(Path.Combine(Root, "tests"));
        var outputs = new Outputs();
        for (var i = 0; i < cells.Length; i++)
            session.Run(cells[i], $"Cell {i + 1}", outputs.Add);
        return outputs.ToList();
    }

    static JsonObject Cell(string text)
    {
        if (text.StartsWith("solution:", StringComparison.Ordinal))
        {
            var solution = Cell(text["solution:".Length..]);
            solution["metadata"]!["tags"] = new JsonArray("solution");
            return solution;
        }
        var markdown = text.StartsWith("# ", StringComparison.Ordinal) || text.StartsWith("md:", StringComparison.Ordinal);
        var cell = new JsonObject { ["cell_type"] = markdown ? "markdown" : "code", ["metadata"] = new JsonObject(), ["source"] = Output.Lines(text.StartsWith("md:", StringComparison.Ordinal) ? text[3..] : text) };
        if (!markdown)
            (cell["execution_count"], cell["outputs"]) = (null, new JsonArray());
        return cell;
    }

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder.TrimEnd('/', '\\'))!);
}

/// <summary>A folder that disappears with the test.</summary>
sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("descent-").FullName;

    public string File(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
