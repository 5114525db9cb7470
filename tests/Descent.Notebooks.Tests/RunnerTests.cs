namespace Descent.Notebooks.Tests;

public class RunnerTests
{
    [Fact]
    public void Every_cell_gets_its_count_and_outputs()
    {
        var notebook = Sample.Of("# T", "var x = 1;", "md:text", "x");
        List<int> seen = [];
        var run = Runner.Execute(notebook, progress: seen.Add);
        Assert.Equal((2, null, false), (run.Cells, run.Failure, run.Interrupted));
        Assert.Equal([1, 2], seen);
        Assert.Equal([1, 2], notebook.Code.Select(c => c.ExecutionCount!.Value));
        Assert.Equal("""{"data":{"text/plain":["1"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}""", Assert.Single(notebook.Cells[3].Outputs).ToJsonString());
        Assert.True(run.Seconds > 0 && run.PeakMB > 1);
    }

    [Fact]
    public void The_first_failure_ends_the_chapter()
    {
        var notebook = Sample.Of("1", "throw new Exception(\"no\");", "Console.Write(\"never\");");
        var run = Runner.Execute(notebook);
        Assert.Equal((2, "no", 1), (run.Cells, run.Failure!.Message, run.Failure.Line));
        Assert.Equal("error", (string?)notebook.Cells[1].Outputs.Single()["output_type"]);
        Assert.Null(notebook.Cells[2].ExecutionCount);
        Assert.Empty(notebook.Cells[2].Outputs);
    }

    [Fact]
    public void Cells_run_in_the_notebooks_folder_and_the_directory_comes_back()
    {
        using var scratch = new Scratch();
        scratch.File("data.txt", "here");
        var before = Directory.GetCurrentDirectory();
        var notebook = Notebook.Parse(Sample.Json("System.IO.File.ReadAllText(\"data.txt\")"), Path.Combine(scratch.Path, "n.ipynb"));
        Assert.Null(Runner.Execute(notebook).Failure);
        Assert.Equal(before, Directory.GetCurrentDirectory());
    }

    [Fact]
    public void A_stopped_run_says_so_and_leaves_the_other_cells_alone()
    {
        using var stop = new CancellationTokenSource();
        var notebook = Sample.Of("1", "while (true) { }", "2");
        var run = Runner.Execute(notebook, progress: n => { if (n == 2) stop.CancelAfter(100); }, stop: stop.Token);
        Assert.True(run.Interrupted);
        Assert.Null(notebook.Cells[2].ExecutionCount);
    }

    [Fact]
    public void Nothing_about_the_machine_reaches_the_outputs()
    {
        var notebook = Sample.Of("#r \"../artifacts/notebook/Descent.dll\"", "new Descent.Figures.Figure(\"\", \"x\", \"y\")");
        Assert.NotNull(Runner.Execute(notebook).Failure);
        Assert.DoesNotContain(Sample.Root, notebook.ToString());
    }

    [Fact]
    public void Progress_of_the_library_is_told_to_the_program_and_not_stored()
    {
        const string work = "var sum = 0; foreach (var i in Descent.Front.Work.Each(Enumerable.Range(1, 15), \"items\")) { sum += i; System.Threading.Thread.Sleep(50); }\nsum";
        var notebook = Sample.Of("#r \"../artifacts/notebook/Descent.dll\"", work);
        Assert.Null(Runner.Execute(notebook).Failure);
        Assert.Equal(["120"], Assert.Single(notebook.Cells[1].Outputs)["data"]!["text/plain"]!.AsArray().Select(t => (string)t!));
        var told = new List<(double Fraction, string Text)>();
        try
        {
            Host.Progress = (fraction, text) => told.Add((fraction, text));
            Assert.Null(Runner.Execute(notebook).Failure);
        }
        finally
        {
            Host.Progress = null;
        }
        Assert.Single(notebook.Cells[1].Outputs);
        Assert.Equal(1, told[^1].Fraction);
        Assert.StartsWith("items: ", told[0].Text, StringComparison.Ordinal);
    }
}
