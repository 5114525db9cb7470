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
        var target = new Option<string?>("--out") { Description = "Folder for the book (default: artifacts/book; with --single: artifacts/single).", HelpName = "DIR" };
        var single = new Option<string?>("--single") { Description = "Only chapter NN, as one HTML file that needs no other.", HelpName = "NN" };
        var limit = Job.LimitOption();
        command.Options.Add(target);
        command.Options.Add(single);
        command.Options.Add(limit);
        command.SetAction(parsed =>
        {
            var all = Repository.Chapters.Select(Notebook.Read).ToList();
            string Folder(string name) => Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Repository.Root, "artifacts", name));
            return parsed.GetValue(single) is { } number ? Single(all, number, Folder("single"), parsed.GetValue(limit)) : Whole(all, Folder("book"), parsed.GetValue(limit));
        });
    }

    static int Whole(IReadOnlyList<Notebook> chapters, string folder, double? limit)
    {
        var book = new BookWriter(chapters);
        IReadOnlyList<string> problems = [];
        var code = Job.Run(chapters, limit, book.Add, _ =>
        {
            problems = book.Write(folder);
            return $"The book: {Path.Combine(folder, "index.html")}";
        });
        foreach (var problem in problems)
            Console.Error.WriteLine($"The book: {problem}.");
        return code == ExitCode.Done && problems.Count > 0 ? ExitCode.CellFailed : code;
    }

    static int Single(IReadOnlyList<Notebook> chapters, string number, string folder, double? limit)
    {
        var chapter = chapters.FirstOrDefault(c => c.Name.StartsWith(number + "-", StringComparison.Ordinal))
            ?? throw new EnvironmentException($"There is no chapter {number}; there are {string.Join(", ", chapters.Select(c => c.Name.Split('-')[0]))}.");
        var book = new BookWriter(chapters);
        var file = Path.Combine(folder, chapter.Name + ".html");
        return Job.Run([chapter], limit, (_, run) =>
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, book.Single(chapter, run));
        }, _ => $"The chapter: {file}");
    }
}
