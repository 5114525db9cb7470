using System.Text;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public sealed class HeadAndTailTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abcde", "abcde")]
    [InlineData("abcdefghij", "abcdefghij")]
    [InlineData("abcdefghijk", "abcde\n… 1 bytes left out …\nghijk")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "abcde\n… 16 bytes left out …\nvwxyz")]
    public void Text_longer_than_the_limit_keeps_both_ends(string written, string kept)
    {
        foreach (var size in (int[])[1, 3, 100])
        {
            var text = new HeadAndTail(10);
            foreach (var part in written.Chunk(size)) text.Add(Encoding.UTF8.GetBytes(part));
            Assert.Equal(kept, text.ToString());
        }
    }
}
