using Descent.Notebooks.Language;

namespace Descent.Notebooks.Tests.Language;

public class IsCompleteTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1 + 2")]
    [InlineData("var x = 1;")]
    [InlineData("xs\n  .Select(x => x)")]
    [InlineData("if (true) { }")]
    [InlineData("// a comment")]
    [InlineData("print('a')")]
    [InlineData("$\"{x\n}\"")]
    [InlineData("#r \"nuget: A, 1\"")]
    [InlineData("#!time\nundeclared + 1")]
    [InlineData("#!markdown\nhello (")]
    [InlineData("await Task.Delay(1)")]
    public void Complete(string code) => Assert.Equal(("complete", ""), Editor.IsComplete(code));

    [Theory]
    [InlineData("1 +", 4)]
    [InlineData("var x = ", 4)]
    [InlineData("var x = 1", 4)]
    [InlineData("if (x)", 4)]
    [InlineData("if (x) {", 4)]
    [InlineData("while (x", 4)]
    [InlineData("foo(1,\n", 4)]
    [InlineData("{\n    foo(", 8)]
    [InlineData("{\n    x =", 8)]
    [InlineData("void F() {\n    for (;;) {\n        G();\n", 8)]
    [InlineData("int[] a = [1, 2", 4)]
    [InlineData("xs.Select(x =>", 4)]
    [InlineData("try { }", 0)]
    [InlineData("/* a", 0)]
    [InlineData("\"\"\"a\n", 0)]
    [InlineData("$\"\"\"a {x", 0)]
    [InlineData("@\"a", 0)]
    [InlineData("$@\"a", 0)]
    [InlineData("#if X", 0)]
    [InlineData("class A {", 4)]
    public void Incomplete_with_the_indentation_to_come(string code, int indent) => Assert.Equal(("incomplete", new string(' ', indent)), Editor.IsComplete(code));

    [Theory]
    [InlineData("}")]
    [InlineData("foo)")]
    [InlineData("foo(1;")]
    [InlineData("var x = ;")]
    [InlineData("var s = 1 2")]
    [InlineData("\"abc")]
    [InlineData("x = 'abc")]
    [InlineData("$\"abc")]
    [InlineData("Console.WriteLine($\"{x\");")]
    [InlineData("try { } foo();")]
    [InlineData("class A { int }")]
    [InlineData("else")]
    public void Invalid_when_no_more_text_could_mend_it(string code) => Assert.Equal(("invalid", ""), Editor.IsComplete(code));
}
