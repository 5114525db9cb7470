namespace Descent.Notebooks.Tests.Language;

/// <summary>Alone in the process, so that its processor time is that of the completions.</summary>
[CollectionDefinition(nameof(LatencyTests), DisableParallelization = true)]
[Collection(nameof(LatencyTests))]
public class LatencyTests(EditorFixture chapter) : IClassFixture<EditorFixture>
{
    [Theory]
    [InlineData("W.|")]
    [InlineData("new Dense(1, 2).|")]
    [InlineData("Fit.Classifier(|")]
    [InlineData("Tensor F(Tensor w) => w.Squ|")]
    [InlineData("degrees.Select(x => W.|")]
    [InlineData("day == |")]
    [InlineData("new |")]
    [InlineData("|")]
    public void A_warm_completion_costs_at_most_150_ms(string text)
    {
        const int Tries = 5;   // the first ones still compile what the later ones run
        var least = Enumerable.Range(0, Tries).Min(_ =>
        {
            var before = Environment.CpuUsage.TotalTime;
            chapter.Complete(text);
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        });
        Assert.InRange(least, 0, 150);
    }
}
