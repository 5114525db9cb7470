using System.CommandLine;
using Descent.Notebooks;
using Descent.Notebooks.Book;

namespace Course.Commands;

/// <summary><c>course book</c>, and <c>course</c> alone: executes every chapter and writes the HTML book.</summary>
static class BookCommand
{
    public static Command Build()
    {
        var command = new Command("book", "Execute every chapter and write the HTML book; the same as no command.");
        Define(command);
        return command;
    }

    /// <summary>Gives a command the options and the action of the book.</summary>
    public static void Define(Command command)
    {
        var target = new Option<string?>("--out") { Description = "Folder for the book (default: artifacts/book).", HelpName = "DIR" };
        var limit = Job.LimitOption();
        command.Options.Add(target);
        command.Options.Add(limit);
        command.SetAction(parsed =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Repository.Root, "artifacts", "book"));
            var chapters = Repository.Chapters.Select(Notebook.Read).ToList();
            var book = new BookWriter(folder, chapters);
            return Job.Run(chapters, parsed.GetValue(limit), book.WriteChapter, runs =>
            {
                book.WriteIndex(runs);
                return $"The book: {Path.Combine(folder, "index.html")}";
            });
        });
    }
}
