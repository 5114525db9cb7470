using Descent.Notebooks.Language;

namespace Descent.Notebooks.Tests.Language;

public class FuzzTests(EditorFixture chapter) : IClassFixture<EditorFixture>
{
    const string Noise = "(){}[]<>\"'$@#!./\\;:,=?&|+-*%~^ \n\tθ🙂xW0\u0301\uD800";

    [Fact]
    public void Any_text_gets_an_answer()
    {
        var cells = Directory.GetFiles(Path.Combine(Sample.Root, "notebooks"), "*.ipynb").Order().SelectMany(f => Notebook.Read(f).Code).Select(c => c.Source).ToList();
        var random = new Random(20);
        for (var i = 0; i < 150; i++)
        {
            var code = cells[random.Next(cells.Count)];
            code = code[..random.Next(code.Length + 1)];
            for (var k = random.Next(4); k > 0; k--)
                code = code.Insert(random.Next(code.Length + 1), Noise[random.Next(Noise.Length)].ToString());
            var cursor = i % 2 == 0 ? code.Length : random.Next(code.Length + 1);
            var (start, end, items) = chapter.Editor.Complete(code, cursor);
            Assert.True(0 <= start && start <= cursor && cursor <= end && end <= code.Length, $"{start} {cursor} {end} in {code}");
            Assert.All(items, item => Assert.NotEqual("", item.Text));
            _ = chapter.Editor.Inspect(code, cursor, i % 2);
            Assert.Contains(Editor.IsComplete(code).Status, new[] { "complete", "incomplete", "invalid" });
        }
    }
}
