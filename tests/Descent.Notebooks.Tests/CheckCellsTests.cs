namespace Descent.Notebooks.Tests;

/// <summary>What a student reads below a cell of checks.</summary>
public class CheckCellsTests
{
    const string Given = "#r \"../artifacts/notebook/Descent.dll\"\nusing Descent.Checks;";

    static (string Text, string? Failure) Last(params string[] cells) => All(cells)[^1];

    // What each cell after the given one prints, and why it fails.
    static (string Text, string? Failure)[] All(params string[] cells)
    {
        using var session = new Session(Path.Combine(Sample.Root, "tests"));
        return [.. ((string[])[Given, .. cells]).Select((cell, i) =>
        {
            var outputs = new Outputs();
            session.Run(cell, $"Cell {i + 1}", outputs.Add);
            var all = outputs.ToList();
            return (string.Concat(all.OfType<StreamText>().Select(t => t.Text)), all.OfType<Failure>().SingleOrDefault()?.Message);
        }).Skip(1)];
    }

    [Fact]
    public void Every_check_prints_a_line_and_Done_counts() =>
        Assert.Equal(("""
            ✓ the root (1 point)
            ✗ the square: expected 4, got 3
              Hint: Multiply.
            ✓ the half (0.5 points)
            ✓ none (2 points)

            """, "1 of 4 checks did not pass."), Last("""
            Check.Close("the root", () => Math.Sqrt(4), 2.0);
            Check.Equal("the square", () => 3, 4, hints: ["Multiply.", "By itself."]);
            Check.Close("the half", () => 0.5, 0.5, points: 0.5);
            Check.Equal("none", () => 0, 0, points: 2);
            Check.Done();
            """));

    [Fact]
    public void A_hint_more_is_shown_with_each_failure_in_a_row()
    {
        Assert.Equal(["one", "two", "two"], Ladder("a", "3", "3", "3"));
        Assert.Equal(["one", "✓ b (1 point)", "one", "two"], Ladder("b", "3", "4", "3", "3"));
        Assert.Equal(["✗ c: not done yet", "one"], Ladder("c", "throw new NotImplementedException()", "3"));
    }

    static string[] Ladder(string title, params string[] answers) =>
        [.. All([.. answers.Select(a => $"Check.Equal<int>(\"{title}\", () => {a}, 4, hints: [\"one\", \"two\"]);")]).Select(cell => cell.Text.Trim().Split("Hint: ")[^1])];

    [Fact]
    public void An_answer_that_throws_is_told_with_its_own_line()
    {
        var (text, failure) = Last("double F(double x)\n{\n    if (x < 0)\n        throw new ArgumentException(\"x is negative\");\n    return x;\n}", "Check.Close(\"a\", () => F(-1), 1.0);\nCheck.Done();");
        Assert.Equal("✗ a: your code threw ArgumentException in Cell 2, line 4: x is negative\n", text);
        Assert.Equal("The check did not pass.", failure);
    }

    [Fact]
    public void The_failure_names_the_cell_s_own_line_and_nothing_of_the_library()
    {
        using var session = new Session(Path.Combine(Sample.Root, "tests"));
        session.Run(Given, "Cell 1", _ => { });
        var failure = session.Run("Check.Equal(\"a\", () => 3, 4);\nCheck.Done();", "Cell 2", _ => { });
        Assert.Equal(["CheckFailedException: The check did not pass.", "  at Cell 2, line 2:  Check.Done();"], failure!.Traceback);
    }

    [Fact]
    public void A_cell_that_stops_before_Done_leaves_nothing_to_the_next() =>
        Assert.Equal(("✓ b (1 point)\n", null), Last("Check.Equal(\"a\", () => 1, 2); throw new Exception();", "Check.Equal(\"b\", () => 1, 1); Check.Done();"));

    [Fact]
    public void A_cell_with_an_await_between_its_checks_counts_them_all() =>
        Assert.Equal("1 of 2 checks did not pass.", Last("Check.Equal(\"a\", () => 1, 2);\nawait Task.Yield();\nCheck.Equal(\"b\", () => 1, 1);\nCheck.Done();").Failure);
}
