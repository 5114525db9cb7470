namespace Descent.Notebooks.Tests;

public class ConfinementTests
{
    static IReadOnlyList<Output> Run(params string[] cells)
    {
        using var session = new Session(Path.GetTempPath(), isConfined: true);
        var outputs = new Outputs();
        foreach (var (i, cell) in cells.Index())
            session.Run(cell, $"Cell {i + 1}", outputs.Add);
        return outputs.ToList();
    }

    [Theory]
    [InlineData("#r \"../../artifacts/notebook/Descent.dll\"")]
    [InlineData("#r \"C:\\\\course\\\\Descent.dll\"")]
    [InlineData("#r \"Descent.dll\"\n#r \"MathNet.Numerics.dll\"")]
    [InlineData("// from the course\n#!csharp\n#r \"Descent.dll\"")]
    public void The_courses_library_is_this_programs_wherever_the_reference_points(string reference)
    {
        var shown = Assert.IsType<Shown>(Assert.Single(Run(reference, "typeof(Descent.Figures.Figure).Assembly.Location")));
        Assert.Equal(typeof(Descent.Figures.Figure).Assembly.Location, (string)shown.Data["text/plain"]!);
    }

    [Theory]
    [InlineData("#r \"nuget: MathNet.Numerics, 5.0.0\"", 1)]
    [InlineData("#r \"Descent.Notebooks.dll\"", 1)]
    [InlineData("#r \"/tmp/Descent.dll/x.dll\"", 1)]
    [InlineData("#r \"System.Private.CoreLib\"", 1)]
    [InlineData("// text\n  #load \"/etc/hostname\"", 2)]
    [InlineData("var a = 1;\n#line 7 \"Cell 9\"", 2)]
    [InlineData("\n\n#i \"nuget: folder\"", 3)]
    [InlineData("1\n#!fsharp\nlet x = 1", 2)]
    [InlineData("#!markdown\n# text", 1)]
    [InlineData("#!time\n1", 1)]
    public void Every_other_directive_is_refused_with_its_line(string code, int line)
    {
        var failure = Assert.IsType<Failure>(Assert.Single(Run(code)));
        Assert.Equal(("DirectiveError", $"Line {line}: {code.Split('\n')[line - 1].Trim()} is not allowed in grading."), (failure.Name, failure.Message));
    }

    [Fact]
    public void Text_that_only_looks_like_a_directive_is_text() => Assert.IsType<Shown>(Assert.Single(Run("// #load \"a\"\nvar s = \"#r nuget\"; s")));

    [Fact]
    public void Code_nested_too_deeply_is_not_parsed() => Assert.Contains("nested", Assert.IsType<Failure>(Assert.Single(Run(new string('(', 20_000)))).Message);
}
