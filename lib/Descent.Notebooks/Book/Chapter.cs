using System.Text.RegularExpressions;

namespace Descent.Notebooks.Book;

/// <summary>A chapter as the book lists it.</summary>
/// <param name="Notebook">The notebook behind it.</param>
/// <param name="Prose">Its Markdown.</param>
/// <param name="Number">The number in front of its file name, such as <c>01</c>.</param>
/// <param name="Title">Its title as plain text.</param>
/// <param name="Question">What it asks, as HTML; empty when it does not say.</param>
sealed partial record Chapter(Notebook Notebook, Prose Prose, string Number, string Title, string Question)
{
    /// <summary>The page's file name.</summary>
    public string File => Notebook.Name + ".html";

    /// <summary>The page's address.</summary>
    public string Href => Uri.EscapeDataString(Notebook.Name) + ".html";

    public static Chapter Of(Notebook notebook, Prose prose)
    {
        var text = string.Join("\n\n", notebook.Cells.Where(c => c.IsMarkdown).Select(c => c.Source));
        return new(notebook, prose, notebook.Name.Split('-')[0], Unnumbered(notebook.Title), prose.Question(text));
    }

    /// <summary>A title without the number an author may have put in front: the book shows the file's.</summary>
    public static string Unnumbered(string title) => LeadingNumber().Replace(title, "");

    [GeneratedRegex(@"^\d+\s*[.:·]\s*")]
    private static partial Regex LeadingNumber();
}
