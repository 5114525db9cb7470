using System.Text;

namespace Descent.Grading.Submissions;

/// <summary>What a file that is no notebook seems to be, and what to do about it.</summary>
static class FileKind
{
    static readonly (byte[] Start, string Kind)[] Signatures =
    [
        (Ascii("%PDF"), "a PDF; hand in the notebook itself (.ipynb)"),
        (Ascii("PK\u0003\u0004"), "a zip archive or an Office document; hand in the notebook itself (.ipynb), or name the archive .zip"),
        ([0x1f, 0x8b], "a gzip archive; unpack it and hand in the notebook (.ipynb)"),
        (Ascii("7z"), "a 7-Zip archive; unpack it and hand in the notebook (.ipynb)"),
        (Ascii("Rar!"), "a RAR archive; unpack it and hand in the notebook (.ipynb)"),
        ([0x89, 0x50, 0x4e, 0x47], "a picture (PNG); hand in the notebook itself (.ipynb)"),
        ([0xff, 0xd8, 0xff], "a picture (JPEG); hand in the notebook itself (.ipynb)"),
        ([0xd0, 0xcf, 0x11, 0xe0], "an Office document; hand in the notebook itself (.ipynb)"),
        ([0x7f, 0x45, 0x4c, 0x46], "a program; hand in the notebook itself (.ipynb)"),
        (Ascii("MZ"), "a program; hand in the notebook itself (.ipynb)"),
        (Ascii("version https://git-lfs"), "a pointer to a file in Git LFS; fetch the file (git lfs pull) and hand it in"),
    ];

    /// <summary>The kind with a hint, or null when the bytes may be JSON.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes, string name)
    {
        foreach (var (start, kind) in Signatures)
            if (bytes.StartsWith(start))
                return kind;
        var head = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4096)]).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (head.Length == 0)
            return "empty (white space only)";
        if (head[0] is '{' or '[')
            return null;
        if (head.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || Has(name, ".html", ".htm"))
            return "a web page (HTML); download or save the notebook itself (.ipynb), not the page that shows it";
        if (head.StartsWith("#!meta", StringComparison.Ordinal) || head.StartsWith("#!csharp", StringComparison.Ordinal) || Has(name, ".dib"))
            return "a Polyglot notebook in .dib form; in VS Code choose “Save As” and the type .ipynb";
        if (Has(name, ".cs", ".csx") || head.StartsWith("using ", StringComparison.Ordinal) || head.StartsWith("#r ", StringComparison.Ordinal) || head.StartsWith("namespace ", StringComparison.Ordinal))
            return "C# source; copy each answer into its cell of the released notebook (course exercise start) and hand that in";
        return head.StartsWith("<?xml", StringComparison.Ordinal) ? "XML; hand in the notebook itself (.ipynb)" : null;
    }

    static bool Has(string name, params string[] extensions) => extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
