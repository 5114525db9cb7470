namespace Descent.Grading.Submissions;

/// <summary>Finds who handed in what in files, folders and zip archives.</summary>
/// <remarks>A student is a folder of the given one (as nbgrader's <c>submitted/STUDENT/EXERCISE/…</c> and Moodle's downloads have it, a download also in a folder of its own), else a file's name without the
/// exercise's. Hidden files and folders, such as <c>.ipynb_checkpoints</c>, are passed over. Links are not followed.</remarks>
public static class Finder
{
    const int Deepest = 16, Most = 200_000;

    static readonly string[] Likely = [".ipynb", ".dib", ".cs", ".csx", ".html", ".htm", ".pdf", ".docx", ".zip", ".7z", ".rar", ".gz"];

    /// <summary>What was handed in, by student in ordinal order; each student once.</summary>
    /// <param name="paths">Files, folders and zip archives.</param>
    /// <param name="assignment">The exercise's name.</param>
    /// <exception cref="IOException">A path does not exist, or a folder cannot be listed.</exception>
    public static IReadOnlyList<HandIn> Find(IReadOnlyList<string> paths, string assignment)
    {
        var sources = paths.Select(Path.GetFullPath).Distinct().Select(p => new Source(p, assignment)).ToList();
        var commonNames = sources.Where(s => s.IsFile).GroupBy(s => Path.GetFileName(s.Path)).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return Unique(sources.SelectMany(s => s.Files.Select(f => (Student: s.StudentOf(f, sources.Count > 1, commonNames), Candidate: f)))
            .Where(f => f.Student.Length > 0)
            .GroupBy(f => f.Student, f => f.Candidate)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new HandIn(g.Key, assignment, [.. g.Where(c => c.File.Length > 0)])));
    }

    // Names that differ in case only would share a result on some disks.
    static List<HandIn> Unique(IEnumerable<HandIn> all)
    {
        var (taken, unique) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new List<HandIn>());
        foreach (var one in all)
        {
            var student = one.Student;
            for (var i = 2; !taken.Add(student); i++)
                student = $"{one.Student}~{i}";
            unique.Add(one with { Student = student });
        }
        return unique;
    }

    /// <summary>One of the paths that were given.</summary>
    sealed class Source
    {
        readonly string assignment;
        readonly bool isDownload;           // one archive or folder, and in it Moodle's folders only: what a student packs never speaks for another

        public Source(string path, string assignment)
        {
            (Path, this.assignment) = (path, assignment);
            IsFile = File.Exists(path) && !path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
            if (!IsFile && !System.IO.Path.Exists(path))
                throw new FileNotFoundException($"There is no file or folder {path}.");
            Files = [.. Directory.Exists(path) ? Folder(path, [], 0) : IsFile ? [OfFile(path, [])] : OfArchive(path, [], System.IO.Path.GetFileName(path))];
            if (Files.Count > Most)
                throw new IOException($"{path} holds more than {Most} files; give the folder with the submissions.");
            isDownload = Files.All(f => f.Folders is [var outer, var inner, ..] && outer == Files[0].Folders[0] && StudentName.IsMoodle(inner));
        }

        public string Path { get; }

        public bool IsFile { get; }

        public IReadOnlyList<Candidate> Files { get; }

        /// <summary>The student, or empty for a file that is nobody's.</summary>
        public string StudentOf(Candidate file, bool oneOfSeveral, HashSet<string> commonNames)
        {
            if (IsFile)
                return !commonNames.Contains(file.Name) && StudentName.OfFile(file.Name, assignment) is { Length: > 0 } named ? named : Around;
            var folders = file.Folders.SkipWhile(f => f.Equals(assignment, StringComparison.OrdinalIgnoreCase) || f == "submitted").ToList();
            if (oneOfSeveral && Files.Count(f => f.IsNotebook) <= 1)
                return Around;
            return folders.Count > 0 ? StudentName.OfFolder(isDownload ? file.Folders[1] : folders[0])
                : !Likely.Contains(System.IO.Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase) && !file.IsNotebook ? ""
                : StudentName.OfFile(file.Name, assignment) is { Length: > 0 } student ? student : Around;
        }

        // The name of the given folder or archive; of a file, or a folder named after the exercise, the folder around it.
        string Around
        {
            get
            {
                var at = IsFile ? System.IO.Path.GetDirectoryName(Path) : Path;
                while (at is not null && StudentName.Stem(System.IO.Path.GetFileName(at)).Equals(assignment, StringComparison.OrdinalIgnoreCase))
                    at = System.IO.Path.GetDirectoryName(at);
                return StudentName.OfFolder(File.Exists(at) ? StudentName.Stem(System.IO.Path.GetFileName(at)) : System.IO.Path.GetFileName(at) ?? "") is { Length: > 0 } name ? name : "unnamed";
            }
        }

        static Candidate OfFile(string path, string[] folders) => new(folders, System.IO.Path.GetFileName(path), () => Content.OfFile(path));

        static IEnumerable<Candidate> OfArchive(string path, string[] folders, string name)
        {
            foreach (var (file, open) in Archive.Files(path))
            {
                string[] parts = [.. file.Split('/').Where(p => p is not ("" or "." or ".."))];
                if (parts.Length == 0)
                    yield return new(folders, name, open);
                else if (!parts.Any(IsHidden))
                    yield return new([.. folders, .. parts[..^1]], parts[^1], open);
            }
        }

        // A folder without any file of its own is one too: a student who handed in nothing.
        static IEnumerable<Candidate> Folder(string path, string[] folders, int depth)
        {
            var isEmpty = true;
            foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal).Where(e => !IsHidden(System.IO.Path.GetFileName(e))))
            {
                isEmpty = false;
                var name = System.IO.Path.GetFileName(entry);
                var isLink = new FileInfo(entry).LinkTarget is not null;
                if (isLink && Directory.Exists(entry))
                    yield return new([.. folders, name], "(link)", () => Content.Refused("it is a link to another place; hand in the folder itself"));
                else if (!isLink && Directory.Exists(entry))
                    foreach (var inside in depth < Deepest ? Folder(entry, [.. folders, name], depth + 1) : [new(folders, name, () => Content.Refused("it is a folder nested too deep"))])
                        yield return inside;
                else if (!isLink && name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                    foreach (var inside in OfArchive(entry, [.. folders, StudentName.Stem(name)], name))
                        yield return inside;
                else
                    yield return OfFile(entry, folders);
            }
            if (isEmpty)
                yield return new(folders, "", () => Content.Refused("it is empty"));
        }

        static bool IsHidden(string name) => name.StartsWith('.') || name is "__MACOSX" or "__pycache__";
    }
}
