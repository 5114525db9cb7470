namespace Descent.Notebooks.Book;

/// <summary>A file that pages load, embedded in this assembly: <c>book.css</c>, <c>katex/…</c>, <c>plotly.min.js</c>, ….</summary>
sealed record Asset(string Path, byte[] Bytes)
{
    const string Prefix = "Assets/";

    /// <summary>All of them.</summary>
    public static IEnumerable<Asset> All => typeof(Asset).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => Named(n[Prefix.Length..]));

    /// <summary>Whether this is plotly.js, of which a book has only the bundles its pages ask for.</summary>
    public bool IsBundle => Path.StartsWith("plotly", StringComparison.Ordinal) && Path.EndsWith(".min.js", StringComparison.Ordinal);

    /// <summary>One of them by its path.</summary>
    public static Asset Named(string path)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(Prefix + path) ?? throw new ArgumentException($"There is no asset {path}.", nameof(path));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(path, bytes);
    }
}
