namespace Descent.Figures;

/// <summary>figures.js, the one script of every figure and experiment, as it stands in a notebook's output: without comments and indentation.</summary>
static class Script
{
    public static string Text { get; } = Read();

    static string Read()
    {
        using var reader = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream("figures.js")!);
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.Trim());
        return string.Join('\n', lines.Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
    }
}
