using System.Net;

namespace Descent.Notebooks.Book;

/// <summary>What all pages share.</summary>
static class Page
{
    public static string Html(string title, string body, Chapter? before, Chapter? after) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{WebUtility.HtmlEncode(title == "Descent" ? "Descent: how neural networks learn" : $"{title} · Descent")}</title>
        <link rel="icon" type="image/svg+xml" href="assets/icon.svg">
        <link rel="stylesheet" href="assets/katex/katex.min.css">
        <link rel="stylesheet" href="assets/book.css">
        {(body.Contains("class=\"math") ? "<script src=\"assets/katex/katex.min.js\" defer></script>\n" : "")}{(Bundle(body) is { } bundle ? $"<script src=\"assets/{bundle}\" defer></script>\n" : "")}<script src="assets/book.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
        <nav aria-label="Book">
        <a class="home" href="index.html">Descent</a>
        {Step(before, "prev", "←", "Previous chapter")}{Step(after, "next", "→", "Next chapter")}</nav>
        </header>
        {body}</body>
        </html>

        """;

    /// <summary>The bundle of plotly.js a page's figures ask for by <c>data-plotly</c>: cartesian, or full where one is 3-D; null without figures.</summary>
    public static string? Bundle(string html) =>
        html.Contains("data-plotly=\"full\"") ? "plotly-full.min.js" : html.Contains("data-plotly=\"") ? "plotly.min.js" : null;

    /// <summary>Time, cells and memory of a run in one line.</summary>
    public static string Facts(ChapterRun run) =>
        $"{(run.Failure is null ? "" : $"<strong>Cell {run.Cells} failed.</strong> ")}Ran {run.Cells} code {(run.Cells == 1 ? "cell" : "cells")} in {run.Seconds:0.0} s with at most {run.PeakMB:0} MB.";

    static string Step(Chapter? chapter, string rel, string arrow, string label) => chapter is null ? "" :
        $"<a rel=\"{rel}\" class=\"step\" href=\"{chapter.File}\" aria-label=\"{label}: {WebUtility.HtmlEncode(chapter.Title)}\">{arrow}</a>\n";
}
