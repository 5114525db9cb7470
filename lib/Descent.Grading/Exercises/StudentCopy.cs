using System.IO.Compression;
using System.Text.Json.Nodes;
using Descent.Notebooks;

namespace Descent.Grading.Exercises;

/// <summary>A student's files: given out, put back, made ready to hand in. Nothing here overwrites a file with an answer.</summary>
public static class StudentCopy
{
    /// <summary>Writes a notebook where no file is.</summary>
    /// <exception cref="IOException">There is a file already.</exception>
    public static void Write(Notebook notebook, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
        file.Write(notebook.ToString());
    }

    /// <summary>Puts the stub back into an answer cell, after the old answer was written to a new file beside the notebook.</summary>
    /// <param name="path">The student's notebook.</param>
    /// <param name="answer">The released answer cell.</param>
    /// <returns>The file with the old answer, or null when the cell still is as it was released.</returns>
    /// <exception cref="NotebookException">It is not a notebook, or has no such cell or several.</exception>
    public static string? Reset(string path, Part answer)
    {
        var notebook = Notebook.Read(path);
        var root = JsonNode.Parse(notebook.ToString())!;
        var found = notebook.Cells.Index().Where(c => c.Item.Metadata["nbgrader"] is JsonObject n && n["grade_id"] is JsonValue id && id.TryGetValue(out string? s) && s == answer.Id).ToList();
        if (found is not [var (place, cell)])
            throw new NotebookException($"{Path.GetFileName(path)} has {(found.Count == 0 ? "no cell" : "several cells")} {answer.Id}; nothing was changed. Take a fresh copy and move the other answers there.");
        if (cell.Source == answer.Released)
            return null;
        var backup = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? $"{path}.{answer.Id}.bak" : $"{path}.{answer.Id}.{n}.bak").First(f => !Path.Exists(f));
        using (var file = new StreamWriter(new FileStream(backup, FileMode.CreateNew)))
            file.Write(cell.Source);
        var json = root["cells"]![place]!.AsObject();
        json["source"] = answer.Released;
        if (cell.IsCode)
            (json["outputs"], json["execution_count"]) = (new JsonArray(), null);
        Notebook.Parse(root.ToJsonString(), path).Write(path + ".new");
        File.Move(path + ".new", path, overwrite: true);
        return backup;
    }

    /// <summary>Writes the file to hand in, without outputs: a notebook, or a zip archive when the path ends in <c>.zip</c>.</summary>
    /// <param name="path">The student's notebook.</param>
    /// <param name="assignment">The exercise's name, which the notebook gets in the archive.</param>
    /// <param name="target">The file to write, where none is.</param>
    /// <exception cref="IOException">There is a file already.</exception>
    public static void Pack(string path, string assignment, string target)
    {
        var notebook = Notebook.Read(path).WithoutOutputs();
        if (!target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            Write(notebook, target);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        using var archive = new ZipArchive(new FileStream(target, FileMode.CreateNew), ZipArchiveMode.Create);
        using var entry = new StreamWriter(archive.CreateEntry(assignment + ".ipynb").Open());
        entry.Write(notebook.ToString());
    }
}
