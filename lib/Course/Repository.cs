namespace Course;

/// <summary>Where things are: the repository around the current directory or, from anywhere else, around this program.</summary>
static class Repository
{
    /// <summary>The folder with Course.sln.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static string Root => Find()
        ?? throw new EnvironmentException("Course.sln was not found in this folder or above it, nor above the program. Run course inside a clone of the repository.");

    /// <summary>The folder with Course.sln, or null.</summary>
    public static string? Find() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory);

    /// <summary>The chapters, in order.</summary>
    /// <exception cref="EnvironmentException">There are none.</exception>
    public static IReadOnlyList<string> Chapters
    {
        get
        {
            var folder = Path.Combine(Root, "notebooks");
            string[] chapters = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "??-*.ipynb").Order(StringComparer.Ordinal)] : [];
            return chapters.Length > 0 ? chapters : throw new EnvironmentException($"There are no chapters (NN-name.ipynb) in {folder}.");
        }
    }

    static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Course.sln")))
                return at.FullName;
        return null;
    }
}
