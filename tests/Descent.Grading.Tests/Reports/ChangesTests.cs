using Descent.Checks;
using Descent.Grading.Reports;
using Descent.Grading.Results;

namespace Descent.Grading.Tests.Reports;

public class ChangesTests
{
    static readonly Result Ada = SampleResults.Right("ada"), Ben = SampleResults.Wrong("ben");

    [Fact]
    public void Equal_runs_have_no_change() => Assert.Empty(Changes.Between([Ada, Ben], [Ben with { Seconds = 9 }, Ada with { Grader = "2" }]));

    [Fact]
    public void A_fixed_check_is_named_with_its_cause()
    {
        var fixedCheck = SampleResults.With(Ben, "random bowls", c => c with { Verdict = Verdict.Passed, Points = 2 }) with { Bundle = "ff" };
        var change = Assert.Single(Changes.Between([Ada, Ben], [Ada, fixedCheck]));

        Assert.Equal(("ben", 2m), (change.Student, change.Difference));
        Assert.Equal(["the hidden part of the exercise changed", "Semi-axes, “random bowls”: not right yet → passed", "1 of 7 points → 3 of 7 points"], change.Why);
    }

    [Fact]
    public void Other_points_of_a_check_and_checks_that_come_and_go_are_changes()
    {
        var dearer = SampleResults.With(Ada, "random bowls", c => c with { Points = 3, Maximum = 3 });
        Assert.Equal(["Semi-axes, “random bowls”: 2 of 2 points → 3 of 3 points", "7 of 7 points → 8 of 8 points"], Assert.Single(Changes.Between([Ada], [dearer])).Why);

        var renamed = SampleResults.With(Ada, "random bowls", c => c with { Title = "random valleys" });
        Assert.Equal(["Semi-axes, “random bowls”: removed, was passed", "Semi-axes, “random valleys”: new, passed"], Assert.Single(Changes.Between([Ada], [renamed])).Why);
    }

    [Fact]
    public void Students_that_come_or_go_and_states_are_changes()
    {
        var rejected = SampleResults.Rejected("ada") with { Hash = "00" };
        var changes = Changes.Between([Ada], [rejected, Ben]);

        Assert.Equal(["ada", "ben"], changes.Select(c => c.Student));
        Assert.Equal("another file was handed in", changes[0].Why[0]);
        Assert.Equal("graded → not graded: rejected (not a notebook: line 3, column 17)", changes[0].Why[1]);
        Assert.Equal(3, changes[0].Why.Count);
        Assert.Equal(["no result before"], changes[1].Why);
        Assert.Equal(["no result any more"], Assert.Single(Changes.Between([Ben], [])).Why);
    }

    [Fact]
    public void A_student_twice_in_a_run_is_refused() =>
        Assert.Contains("more than one result of ada", Assert.Throws<ArgumentException>(() => Changes.Between([], [Ada, Ada])).Message, StringComparison.Ordinal);
}
