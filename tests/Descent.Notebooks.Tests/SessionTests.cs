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
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"stopped only after {clock.Elapsed}");
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

    [Fact]
    public void Late_output_goes_to_the_cell_that_started_it()
    {
        using var session = new Session(AppContext.BaseDirectory);
        var (first, second) = (new Outputs(), new Outputs());
        Assert.Null(session.Run("var go = new TaskCompletionSource();\nvar late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); display(1); });", "Cell 1", first.Add));
        Assert.Null(session.Run("go.SetResult(); await late; Console.Write(\"second\");", "Cell 2", second.Add));
        Assert.Equal(new StreamText("stdout", "late"), first.ToList()[0]);
        Assert.Equal("1", Plain(first.ToList()[1]));
        Assert.Equal([new StreamText("stdout", "second")], second.ToList());
    }

    [Fact]
    public void The_console_and_input_ask_whoever_answers()
    {
        List<(string, bool)> asked = [];
        using var session = new Session(AppContext.BaseDirectory)
        {
            Input = (prompt, isPassword) =>
            {
                asked.Add((prompt, isPassword));
                return $"answer {asked.Count}";
            },
        };
        var outputs = new Outputs();
        Assert.Null(session.Run("$\"{Console.ReadLine()}, {input(\"name?\")}, {password(\"key?\").GetClearTextPassword()}, {(char)Console.Read()}\"", "Cell 1", outputs.Add));
        Assert.Equal([("", false), ("name?", false), ("key?", true), ("", false)], asked);
        Assert.Equal("answer 1, answer 2, answer 3, a", Plain(outputs.ToList()[0]));
        Assert.Null(session.Run("password()", "Cell 2", outputs.Add));
        Assert.Equal("********", Plain(outputs.ToList()[1]));
    }

    [Fact]
    public void Without_anybody_to_answer_a_question_is_an_error() =>
        Assert.Equal("This cell asks for input, and nobody can answer: run it in a notebook.", ((Failure)Sample.Run("Console.ReadLine()").Single()).Message);

    [Fact]
    public void An_expression_is_evaluated_and_declares_nothing()
    {
        using var session = new Session(AppContext.BaseDirectory);
        Assert.Null(session.Run("var x = 20;", "Cell 1", _ => { }));
        Assert.Equal("41", Plain(session.Evaluate("2 * x + 1")));
        Assert.Equal("<null>", Plain(session.Evaluate("(string)null")));
        Assert.Equal("CompilationError", ((Failure)session.Evaluate("nothing")).Name);
        Assert.Equal("DivideByZeroException", ((Failure)session.Evaluate("x / (x - x)")).Name);
        Assert.Equal("5", Plain(session.Evaluate("int y = 5; y")));
        Assert.Equal("CompilationError", ((Failure)session.Evaluate("y")).Name);
    }

    [Theory]
    [InlineData("var big = new byte[400_000_000];", "var big = 1;", "0")]
    [InlineData("var big = new byte[400_000_000];\nint Old() => big.Length;", "var big = 1;", "Old()", "400000000")]
    [InlineData("var big = new byte[400_000_000];\nFunc<int> old = () => big.Length;", "var big = 1;", "old()", "400000000")]
    [InlineData("var big = new byte[400_000_000];", "int Old() => big.Length;", "var big = 1; Old()", "400000000")]
    public void A_variable_declared_again_releases_its_value_unless_code_still_sees_it(params string[] cells)
    {
        using var session = new Session(AppContext.BaseDirectory);
        var outputs = new Outputs();
        Assert.Null(session.Run($"{cells[0]}\nvar array = new WeakReference(big);", "Cell 1", outputs.Add));
        for (var i = 1; i < cells.Length - 1; i++)
            Assert.Null(session.Run(cells[i], $"Cell {i + 1}", outputs.Add));
        Assert.Null(session.Run("#!csharp", "Cell 9", _ => { }));
        GC.Collect();
        var held = Plain(session.Evaluate("array.IsAlive")) == "True";
        Assert.Equal(cells[^1] != "0", held);
        if (held)
            Assert.Equal(cells[^1], Plain(outputs.ToList()[^1]));
    }

    [Fact]
    public void Magics_divide_a_cell_and_keep_its_line_numbers()
    {
        var outputs = Sample.Run("#!markdown\n# Title\n#!csharp\nvar x = 3;\n#!html\n<b>y</b>\n#!csharp\nx");
        Assert.Equal(["text/markdown", "text/html", "text/plain"], outputs.Select(o => ((Shown)o).Data.Keys.First()));
        Assert.Equal(["# Title\n", "<b>y</b>\n", "3"], outputs.Select(Plain));
        Assert.Equal(5, ((Failure)Sample.Run("#!time\n#!html\n<i></i>\n#!csharp\nthrow new Exception();")[^1]).Line);
    }

    [Fact]
    public void A_timed_cell_tells_its_time_and_only_its_own()
    {
        var outputs = Sample.Run("#!time\nvar x = 1;", "x");
        Assert.Matches(@"^Wall time: \d+\.\dms$", Plain(outputs[0]));
        Assert.Equal("1", Plain(Assert.Single(outputs.Skip(1))));
    }

    [Theory]
    [InlineData("Console.Write(1);\n#!foo", "Line 2: #!foo is not known here; these are: #!csharp, #!html, #!markdown, #!time.")]
    [InlineData("#!time\n#!csharp\nvar x = y;", "CS0103: The name 'y' does not exist in the current context")]
    public void A_cell_with_a_part_that_is_wrong_does_not_run(string cell, string message) =>
        Assert.Equal(message, ((Failure)Assert.Single(Sample.Run(cell))).Message);

    [Fact]
    public void A_line_of_a_text_that_looks_like_a_script_is_no_magic() => Assert.Equal("#!/bin/sh", Single("\"\"\"\n#!/bin/sh\n\"\"\""));

    [Fact]
    public void Code_nested_too_deeply_for_the_compiler_is_an_error_like_any_other()
    {
        using var session = new Session(AppContext.BaseDirectory);
        var failure = session.Run("var x = " + new string('(', 20_000) + "1" + new string(')', 20_000), "Cell 1", _ => { });
        Assert.Contains("20000 brackets deep", failure!.Message);
        Assert.Null(session.Run("1 + 1", "Cell 2", _ => { }));
    }
}
