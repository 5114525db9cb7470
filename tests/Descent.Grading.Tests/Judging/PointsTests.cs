using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;

namespace Descent.Grading.Tests.Judging;

public sealed class PointsTests
{
    [Fact]
    public void Points_are_the_exercises_and_add_up_exactly()
    {
        var question = new Question("q1", "Tenths", 1, 5, "q1-checks", [], [.. Enumerable.Range(1, 3).Select(i => new CheckInfo($"{i}", 0.1m, false))]);
        var told = Attempt.Told(question, c => new Outcome(c.Title, c.Title == "2" ? Verdict.Failed : Verdict.Passed, 99, 99, "", null, null, []));
        Assert.Equal([0.1m, 0, 0.1m], told.Checks.Select(c => c.Points));
        Assert.Equal((0.2m, 0.3m), (told.Points, told.Maximum));
    }
}
