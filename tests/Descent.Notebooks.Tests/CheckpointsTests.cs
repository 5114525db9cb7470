namespace Descent.Notebooks.Tests;

public class CheckpointsTests
{
    [Theory]
    [InlineData("while (true) _ = new byte[100];")]
    [InlineData("do { _ = $\"{DateTime.Now}\"; } while (true);")]
    [InlineData("for (var i = 0; ; i++) Console.WriteLine(i);")]
    [InlineData("foreach (var i in Forever()) _ = new object();\nIEnumerable<int> Forever() { while (true) yield return 1; }")]
    [InlineData("while (true) { try { while (true) { _ = new int[9]; } } catch (Exception) { } }")]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Select(i => { return new object(); }).Count();")]
    [InlineData("System.Threading.Tasks.Parallel.For(0, 4, _ => { while (true) { } });")]
    [InlineData("System.Threading.Thread.Sleep(100_000);")]
    public void An_interrupt_ends_a_cell_wherever_it_is_and_never_the_process(string code)
    {
        using var session = new Session(".");
        session.Run("var kept = 1;", "Cell 1", _ => { });
        for (var i = 0; i < 3; i++)
        {
            using var interrupt = new Timer(_ => session.Interrupt(), null, 20 + 30 * i, Timeout.Infinite);
            Assert.Equal("Interrupted", session.Run(code, "Cell 2", _ => { })!.Name);
        }
        Assert.Null(session.Run("kept++;", "Cell 3", _ => { }));
    }

    [Fact]
    public void Errors_keep_their_lines_and_columns()
    {
        using var session = new Session(".");
        var thrown = session.Run("for (var i = 0; i < 2; i++)\n{\n    if (i > 0)\n        throw new Exception();\n}", "Cell 1", _ => { })!;
        Assert.Equal(4, thrown.Line);
        var wrong = session.Run("while (true) { var x = y; }", "Cell 2", _ => { })!;
        Assert.Contains(wrong.Traceback, l => l == "    " + new string(' ', "while (true) { var x = ".Length) + "^");
    }
}
