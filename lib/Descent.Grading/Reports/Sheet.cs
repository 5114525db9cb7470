using System.Security.Cryptography;
using System.Text;

namespace Descent.Grading.Reports;

/// <summary>What all pages of the grader share: the book's look inside the file, no script, nothing loaded from anywhere.</summary>
static class Sheet
{
    static readonly string Style = Resource("book.css") + Resource("reports.css");

    static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    public static string Html(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <title>{Plain.Html(Plain.Line(title))}</title>
        <style>{Style}</style>
        </head>
        <body>
        <header class="site"><p class="home">Descent</p></header>
        {body}</body>
        </html>

        """;

    /// <summary>A bar of some share between 0 and 1, drawn without style attributes; its number stands beside it in words.</summary>
    public static string Bar(decimal share) => FormattableString.Invariant(
        $"<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rail\" width=\"100\" height=\"6\"/><rect class=\"part\" width=\"{100 * Math.Clamp(share, 0, 1):0.##}\" height=\"6\"/></svg>");

    static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Sheet).Assembly.GetManifestResourceStream("Reports/" + name)!);
        return reader.ReadToEnd();
    }
}
