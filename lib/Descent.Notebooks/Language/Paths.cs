using System.Text.RegularExpressions;

namespace Descent.Notebooks.Language;

/// <summary>Completion in the lines for the runtime: <c>#r "…"</c> and <c>#load "…"</c> name files, <c>#!</c> starts a magic.</summary>
static partial class Paths
{
    /// <summary>The files or magics that fit, or null when the cursor is not in such a line.</summary>
    public static (int, int, IReadOnlyList<(string, string)>)? Complete(string code, int cursor, string folder)
    {
        var line = code[(cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1)..cursor];
        if (Magic().Match(line) is { Success: true } magic)
            return (cursor - magic.Groups[1].Length, cursor, [.. Dialect.Magics.Where(m => m.StartsWith(magic.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Select(m => (m, "magic"))]);
        if (File().Match(line) is not { Success: true } file)
            return null;
        var (written, name) = (file.Groups["folder"].Value, file.Groups["name"].Value);
        var start = cursor - name.Length;
        var (at, extensions) = (Path.Combine(folder, written), file.Groups["kind"].Value == "r" ? new[] { ".dll" } : [".cs", ".csx"]);
        if (!Directory.Exists(at))
            return (start, cursor, []);
        var entries = new DirectoryInfo(at).EnumerateFileSystemInfos(name.Replace("*", "") + "*", new EnumerationOptions())
            .Where(e => e is DirectoryInfo || extensions.Contains(e.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(e => (e is DirectoryInfo ? e.Name + "/" : e.Name, "path"));
        return (start, cursor, [.. entries.Order()]);
    }

    [GeneratedRegex(@"^\s*(#!\w*)$")]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*#(?<kind>r|load)\s+""(?!nuget:)(?<folder>[^""]*/)?(?<name>[^""/]*)$")]
    private static partial Regex File();
}
