using System.CommandLine;
using Descent.Notebooks;

namespace Course.Commands;

/// <summary><c>course run [notebook…]</c>: executes notebooks and writes them with their outputs.</summary>
static class RunCommand
{
    public static Command Build()
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "Notebook files; without any, every chapter.", Arity = ArgumentArity.ZeroOrMore };
        var target = new Option<string?>("--out") { Description = "Folder for the executed notebooks (default: artifacts/executed).", HelpName = "DIR" };
        var limit = Job.LimitOption();
        var command = new Command("run", "Execute notebooks and write them with their outputs; the originals stay as they are.") { notebooks, target, limit };
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(notebooks) is { Length: > 0 } named ? named : Repository.Chapters;
            var folder = Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Repository.Root, "artifacts", "executed"));
            var chapters = files.Select(Notebook.Read).ToList();
            foreach (var chapter in chapters.Where(c => c.Folder == folder))
                throw new EnvironmentException($"{chapter.Name}.ipynb is in the folder of --out and would be overwritten; choose another folder.");
            return Job.Run(chapters, parsed.GetValue(limit), (chapter, _) => chapter.Write(Path.Combine(folder, chapter.Name + ".ipynb")),
                _ => $"Executed notebooks: {folder}");
        });
        return command;
    }
}
