using System.Net;

namespace Descent.Notebooks.Book;

/// <summary>What all pages share.</summary>
static class Page
{
    // The empty <style> that plotly fills through the CSS object model; the style sheet of the map traces, which only the full bundle inserts.
    const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", MapStyle = "'sha256-2GF9hCGTDj/GGFNlQA54jDdMGl2fvoeZmZjAvBSiAtM='";

    public static string Html(string title, string body, Chapter? before, Chapter? after)
    {
        var bundle = Bundle(body);
        string[] scripts = [.. bundle is null ? [] : (string[])[bundle, "figures.js"], .. body.Contains("class=\"math") ? ["katex/katex.min.js"] : (string[])[], "book.js"];
        return $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy("'self'", bundle == FullBundle ? $"'self' {EmptyStyle} {MapStyle}" : $"'self' {EmptyStyle}", "'self'")}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>{WebUtility.HtmlEncode(title == "Descent" ? "Descent: how neural networks learn" : $"{title} · Descent")}</title>
        <link rel="icon" type="image/svg+xml" href="assets/icon.svg">
        <link rel="stylesheet" href="assets/katex/katex.min.css">
        <link rel="stylesheet" href="assets/book.css">
        {string.Concat(scripts.Select(s => $"<script src=\"assets/{s}\" defer></script>\n"))}</head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
        <nav aria-label="Book">
        <a class="home" href="index.html">Descent</a>
        <div class="search" role="search" hidden>
        <input type="search" role="combobox" aria-label="Search the book" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Search  /">
        <ul id="search-results" role="listbox" aria-label="Results" hidden></ul>
        <p class="unseen" role="status"></p>
        </div>
        {Step(before, "prev", "←", "Previous chapter")}{Step(after, "next", "→", "Next chapter")}</nav>
        </header>
        {body}</body>
        </html>

        """;
    }

    /// <summary>The content security policy of a page: nothing but what is named may be loaded or run; no inline script, no evaluation, no connection, no form, no frame.</summary>
    /// <remarks>Style attributes are allowed, because plotly writes them; a notebook's own have passed the sanitiser. blob: is plotly's “download as PNG”.</remarks>
    public static string Policy(string scripts, string styles, string files) =>
        $"default-src 'none'; script-src {scripts}; style-src {styles}; style-src-attr 'unsafe-inline'; img-src {files} data: blob:; font-src {files} data:; base-uri 'none'; form-action 'none'";

    const string FullBundle = "plotly-full.min.js";

    /// <summary>The bundle of plotly.js a page's figures ask for by <c>data-plotly</c>: cartesian, or full where one is 3-D; null without figures.</summary>
    public static string? Bundle(string html) =>
        html.Contains("data-plotly=\"full\"") ? FullBundle : html.Contains("data-plotly=\"") ? "plotly.min.js" : null;

    /// <summary>Time, cells and memory of a run in one line.</summary>
    public static string Facts(ChapterRun run) =>
        $"{(run.Failure is null ? "" : $"<strong>Cell {run.Cells} failed.</strong> ")}Ran {run.Cells} code {(run.Cells == 1 ? "cell" : "cells")} in {run.Seconds:0.0} s with at most {run.PeakMB:0} MB.";

    /// <summary>A size in kB or MB (10³, 10⁶ bytes).</summary>
    public static string Size(long bytes) => bytes < 999_500 ? $"{Math.Ceiling(bytes / 1e3):0} kB" : $"{bytes / 1e6:0.0} MB";

    static string Step(Chapter? chapter, string rel, string arrow, string label) => chapter is null ? "" :
        $"<a rel=\"{rel}\" class=\"step\" href=\"{chapter.Href}\" aria-label=\"{label}: {WebUtility.HtmlEncode(chapter.Title)}\">{arrow}</a>\n";
}
