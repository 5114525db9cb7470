namespace Descent.Notebooks.Book;

/// <summary>A chapter as the book lists it.</summary>
/// <param name="Notebook">The notebook behind it.</param>
/// <param name="Prose">Its Markdown.</param>
/// <param name="Number">The number in front of its file name, such as <c>01</c>.</param>
/// <param name="Title">Its title as plain text.</param>
/// <param name="Question">The paragraph below its heading “The question”, as HTML; empty when there is none.</param>
sealed record Chapter(Notebook Notebook, Prose Prose, string Number, string Title, string Question)
{
    /// <summary>The page's file name.</summary>
    public string File => Notebook.Name + ".html";

    public static Chapter Of(Notebook notebook, Prose prose)
    {
        var text = string.Join("\n\n", notebook.Cells.Where(c => c.IsMarkdown).Select(c => c.Source));
        return new(notebook, prose, notebook.Name.Split('-')[0], notebook.Title, prose.ParagraphBelow("The question", text));
    }
}
