namespace Descent.Notebooks.Book;

/// <summary>The folder a book is written to. Each file is replaced in one step; what an older book wrote there and this one did not is deleted at the end, and nothing else.</summary>
sealed class Shelf(string folder)
{
    const string List = "assets/files.txt";

    readonly HashSet<string> files = new(StringComparer.Ordinal);

    /// <summary>The paths written so far.</summary>
    public IReadOnlySet<string> Files => files;

    public void Write(string path, byte[] bytes)
    {
        var file = Place(path);
        files.Add(path);
        if (File.Exists(file) && new FileInfo(file).Length == bytes.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
            return;
        File.WriteAllBytes(file + ".new", bytes);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Copies a file unless one of its size and time is there.</summary>
    public void Copy(string path, string source)
    {
        var (from, to) = (new FileInfo(source), new FileInfo(Place(path)));
        files.Add(path);
        if (!to.Exists || to.Length != from.Length || to.LastWriteTimeUtc != from.LastWriteTimeUtc)
            File.Move(from.CopyTo(to.FullName + ".new", overwrite: true).FullName, to.FullName, overwrite: true);
    }

    public void Close()
    {
        var list = Place(List);
        var before = File.Exists(list) ? File.ReadAllLines(list) : [];
        foreach (var path in before.Where(p => !files.Contains(p) && p != List && p is not "" && !Path.IsPathRooted(p) && !p.Split('/', '\\').Contains("..")))
            File.Delete(Path.Combine(folder, path));
        File.WriteAllLines(list, files.Order(StringComparer.Ordinal));
    }

    string Place(string path)
    {
        var file = Path.GetFullPath(Path.Combine(folder, path));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }
}
