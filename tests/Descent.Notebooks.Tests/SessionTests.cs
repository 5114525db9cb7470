using System.Diagnostics;

namespace Descent.Notebooks.Tests;

public class SessionTests
{
    static string Plain(Output output) => (string)((Shown)output).Data["text/plain"]!;

    static string Single(params string[] cells) => Plain(Assert.Single(Sample.Run(cells)));

    [Fact]
    public void A_cell_sees_what_earlier_cells_declared() => Assert.Equal("42", Single("int Twice(int x) => 2 * x;", "var y = 21;", "Twice(y)"));

    [Theory]
    [InlineData("Math.Max(1, 2);")]
    [InlineData("(string)null")]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("void F() { }\nF()")]
    public void What_has_no_value_shows_nothing(string code) => Assert.Empty(Sample.Run(code));

    [Fact]
    public void The_imports_of_dotnet_interactive_are_there() =>
        Assert.Equal("3", Single("var s = new StringBuilder(); var l = new List<int> { 1 }; var q = new Hashtable(); Math.Max(await Task.FromResult(3), l.Sum())"));

    [Fact]
    public void A_value_shown_in_the_middle_comes_before_the_result()
    {
        var outputs = Sample.Run("display(1); 2.Display(); \"**b**\".DisplayAs(\"text/markdown\"); display(3)");
        Assert.Equal(["1", "2", "**b**", "3"], outputs.Select(Plain));
        Assert.All(outputs, o => Assert.False(((Shown)o).IsResult));
        Assert.Equal("**b**", (string)((Shown)outputs[2]).Data["text/markdown"]!);
    }

    [Fact]
    public void Console_writes_are_joined_per_stream_and_keep_their_order_with_displays()
    {
        var outputs = Sample.Run("for (var i = 0; i < 1000; i++) Console.Write('.');", "Console.WriteLine(1.5); Console.Error.Write(\"e\"); display(1); Console.Write(\"z\");");
        Assert.Equal(new StreamText("stdout", new string('.', 1000) + "1.5\n"), outputs[0]);
        Assert.Equal(new StreamText("stderr", "e"), outputs[1]);
        Assert.Equal("1", Plain(outputs[2]));
        Assert.Equal(new StreamText("stdout", "z"), outputs[3]);
    }

    [Fact]
    public void Tasks_and_threads_of_a_cell_write_into_the_cell()
    {
        var outputs = Sample.Run("await Task.Run(() => Console.Write(\"task\")); var t = new System.Threading.Thread(() => Console.Write(\" thread\")); t.Start(); t.Join();");
        Assert.Equal([new StreamText("stdout", "task thread")], outputs);
    }

    [Fact]
    public void Endless_output_is_cut_with_a_note()
    {
        var text = ((StreamText)Assert.Single(Sample.Run("var line = new string('x', 99_999); for (var i = 0; i < 30; i++) Console.WriteLine(line);"))).Text;
        Assert.EndsWith("… (the rest of the output is cut)\n", text);
        Assert.InRange(text.Length, 1_000_000, 1_000_100);
    }

    [Fact]
    public void An_exception_names_cell_line_and_source_and_no_machinery()
    {
        var failure = (Failure)Sample.Run("int[] a = { 1, 2, 3 };\nint Third(int i)\n{\n    return a[i];\n}", "var ok = 1;\n\nThird(7)").Single();
        Assert.Equal("IndexOutOfRangeException", failure.Name);
        Assert.Equal(3, failure.Line);
        Assert.Equal(["IndexOutOfRangeException: Index was outside the bounds of the array.", "  at Cell 1, line 4", "  at Cell 2, line 3:  Third(7)"], failure.Traceback);
    }

    [Fact]
    public void Variables_of_a_failed_cell_stay() => Assert.Equal("5", Plain(Sample.Run("var x = 5; throw new InvalidOperationException(\"no\");", "x")[1]));

    [Fact]
    public void Causes_of_an_exception_are_told() =>
        Assert.Contains("caused by FormatException: inner", ((Failure)Sample.Run("throw new Exception(\"outer\", new FormatException(\"inner\"));").Single()).Traceback);

    [Fact]
    public void A_compiler_error_points_at_its_place()
    {
        var failure = (Failure)Sample.Run("var x = 1;\nint y = \"a\";").Single();
        Assert.Equal(("CompilationError", 2), (failure.Name, failure.Line));
        Assert.Equal(["Cell 1, line 2: CS0029: Cannot implicitly convert type 'string' to 'int'", "    int y = \"a\";", "            ^"], failure.Traceback);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) try { while (true) { } } catch { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await Task.Delay(1); while (true) { }")]
    public void A_cell_that_does_not_end_is_stopped_and_the_state_kept(string endless)
    {
        using var session = new Session(".");
        var outputs = new Outputs();
        Assert.Null(session.Run("var x = 7;", "Cell 1", outputs.Add));
        var clock = Stopwatch.StartNew();
        var failure = session.Run(endless, "Cell 2", outputs.Add, TimeSpan.FromSeconds(0.2));
        Assert.Equal("Cell 2 was stopped: it ran longer than the time limit of 0.2 s.", failure!.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"stopped only after {clock.Elapsed}");
        Assert.Null(session.Run("x", "Cell 3", outputs.Add));
        Assert.Equal("7", Plain(outputs.ToList()[^1]));
    }

    [Fact]
    public void A_stop_from_outside_is_told_from_the_time_limit()
    {
        using var session = new Session(".");
        using var stop = new CancellationTokenSource(200);
        Assert.Equal("Interrupted", session.Run("while (true) { }", "Cell 1", _ => { }, TimeSpan.FromMinutes(1), stop.Token)!.Name);
    }

    [Fact]
    public void Deep_recursion_has_a_large_stack() =>
        Assert.Equal("500000", Single("int Depth(int n) { var d = n == 0 ? 0 : 1 + Depth(n - 1); return d; }\nDepth(500_000)"));
}
