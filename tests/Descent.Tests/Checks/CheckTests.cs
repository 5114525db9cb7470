using Descent.Checks;
using Descent.Tensors;
using static Descent.Tests.Checks.Listener;

namespace Descent.Tests.Checks;

public class CheckTests
{
    [Fact]
    public void A_right_answer_earns_its_points() =>
        Assert.Equal(new Outcome("a", Verdict.Passed, 0.1m, 0.1m, "", null, null, []), Of(() => Check.Close("a", () => 1 + 1e-10, 1.0, points: 0.1)));

    [Fact]
    public void A_wrong_answer_is_told_with_both_values()
    {
        var outcome = Of(() => Check.Close("a", () => 0.5, Math.Sqrt(0.5), points: 2, hints: ["one", "two"]));

        Assert.Equal((Verdict.Failed, 0m, 2m), (outcome.Verdict, outcome.Points, outcome.Maximum));
        Assert.Equal(("expected 0.7071, got 0.5", "0.7071", "0.5"), (outcome.Message, outcome.Expected, outcome.Got));
        Assert.Equal(["one", "two"], outcome.Hints);
    }

    [Theory]
    [InlineData(1.0, 1.0 + 0.9e-9, true)]
    [InlineData(1.0, 1.0 + 1.1e-9, false)]
    [InlineData(0.0, 0.9e-9, true)]
    [InlineData(0.0, -1.1e-9, false)]
    [InlineData(1e6, 1e6 + 0.9e-3, true)]
    [InlineData(1e6, 1e6 + 1.1e-3, false)]
    [InlineData(1.0, double.NaN, false)]
    [InlineData(1.0, double.PositiveInfinity, false)]
    [InlineData(double.PositiveInfinity, 1.0, false)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.NaN, 1.0, false)]
    public void Close_allows_the_tolerance_and_nothing_that_is_not_finite(double expected, double got, bool passes) =>
        Assert.Equal(passes, Of(() => Check.Close("a", () => got, expected)).Verdict == Verdict.Passed);

    [Fact]
    public void Equal_allows_nothing()
    {
        Assert.Equal(Verdict.Failed, Of(() => Check.Equal("a", () => Math.BitIncrement(1), 1.0)).Verdict);
        Assert.Equal(Verdict.Passed, Of(() => Check.Equal("a", () => "δ", "δ")).Verdict);
        Assert.Equal("expected true, got false", Of(() => Check.Equal("a", () => false, true)).Message);
    }

    [Fact]
    public void A_measure_is_made_of_the_answer()
    {
        Assert.Equal(Verdict.Passed, Of(() => Check.Close("a", () => Tensor.Of(0.5, 0.5), y => (double)y.Sum(), 1.0)).Verdict);
        Assert.Equal(Verdict.Passed, Of(() => Check.Equal("a", () => Tensor.Of(0.5, 0.5), y => y.Shape, [2])).Verdict);
        Assert.Equal("expected [2], got [1]", Of(() => Check.Equal("a", () => Tensor.Of(0.5), y => y.Shape, [2])).Message);
    }

    [Fact]
    public void A_value_that_the_measure_does_not_fit_fails()
    {
        var outcome = Of(() => Check.Close("a", () => new double[1], y => y[1], 0.0));

        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.StartsWith("the value does not fit: Index was outside", outcome.Message, StringComparison.Ordinal);
        Assert.Equal("expected a value, got null", Of(() => Check.Close("a", () => (double[])null!, y => y[1], 0.0)).Message);
    }

    [Fact]
    public void The_stub_is_no_answer()
    {
        static double Stub() => throw new NotImplementedException();

        foreach (var outcome in (Outcome[])[Of(() => Check.Close("a", Stub, 1)), Of(() => Check.Throws<Exception>("a", () => Stub())), Of(() => Check.Statistic("a", _ => Stub(), 1)),
            Of(() => Check.Close<double>("a", () => throw new ThrownException(["System.NotImplementedException", "System.Exception"], "x"), 1))])
            Assert.Equal((Verdict.NoAnswer, "not done yet", 0m), (outcome.Verdict, outcome.Message, outcome.Points));
    }

    [Fact]
    public void An_answer_that_throws_is_an_error_in_one_line()
    {
        var here = Of(() => Check.Close<double>("a", () => throw new ArgumentException("too short\n   at Somewhere.Else()"), 1));
        var there = Of(() => Check.Close<double>("a", () => throw new ThrownException(["System.ArgumentException", "System.Exception"], "too short\r\n   at Somewhere.Else()"), 1));

        Assert.Equal((Verdict.Error, "your code threw ArgumentException: too short"), (here.Verdict, here.Message));
        Assert.Equal(here, there);
    }

    [Fact]
    public void An_answer_elsewhere_that_gave_no_value_ends_with_its_reason()
    {
        var outcome = Of(() => Check.Close<double>("a", () => throw new UnansweredException(Verdict.Timeout, "10 s"), 1));

        Assert.Equal((Verdict.Timeout, "10 s"), (outcome.Verdict, outcome.Message));
    }

    [Fact]
    public void Throws_wants_the_exception_or_one_derived_from_it()
    {
        Assert.Equal(Verdict.Passed, Of(() => Check.Throws<ArgumentException>("a", () => throw new ArgumentNullException())).Verdict);
        Assert.Equal(Verdict.Passed, Of(() => Check.Throws<ArgumentException>("a", () => throw new ThrownException(["X", "System.ArgumentException"], ""))).Verdict);
        Assert.Equal((Verdict.Error, "expected an ArgumentException, but your code threw InvalidOperationException: no"),
            Of(() => Check.Throws<ArgumentException>("a", () => throw new InvalidOperationException("no"))) is var other ? (other.Verdict, other.Message) : default);
        Assert.Equal((Verdict.Failed, "expected an ArgumentException, but the call returned 3"),
            Of(() => Check.Throws<ArgumentException>("a", () => 3)) is var value ? (value.Verdict, value.Message) : default);
        Assert.Equal(Verdict.Timeout, Of(() => Check.Throws<Exception>("a", () => throw new UnansweredException(Verdict.Timeout, ""))).Verdict);
    }

    [Fact]
    public void A_fault_of_the_transport_is_judged_by_no_check()
    {
        static object? Broken(string function, Type result, IReadOnlyList<object?> arguments) => throw new IOException("the pipe is gone");

        using (Answers.From(Broken))
        {
            Assert.Throws<IOException>(() => Of(() => Check.Close("a", () => Answers.Call<double>("F"), 1)));
            Assert.Throws<IOException>(() => Of(() => Check.Throws<IOException>("a", () => Answers.Call<double>("F"))));
        }
        Assert.Throws<InvalidOperationException>(() => Of(() => Check.Close("a", () => Answers.Call<double>("F"), 1)));
    }

    [Fact]
    public void A_stop_ends_the_cell_and_is_no_answer() =>
        Assert.Throws<OperationCanceledException>(() => Of(() => Check.Close<double>("a", () => throw new OperationCanceledException(), 1)));

    [Fact]
    public void An_answer_of_another_type_fails()
    {
        using (Answers.From((_, _, _) => "1"))
            Assert.Equal((Verdict.Failed, "F returned a string, not a double"), Of(() => Check.Close("a", () => Answers.Call<double>("F"), 1)) is var o ? (o.Verdict, o.Message) : default);
        using (Answers.From((_, _, _) => null))
            Assert.Equal("F returned null", Of(() => Check.Close("a", () => Answers.Call<double>("F"), 1)).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_check_that_cannot_judge_names_itself(double wrong)
    {
        Assert.Contains("“a”", Assert.Throws<InvalidOperationException>(() => Of(() => Check.Close("a", () => 1.0, 1, tolerance: wrong))).Message, StringComparison.Ordinal);
        Assert.Contains("“a”", Assert.Throws<InvalidOperationException>(() => Of(() => Check.Close("a", () => 1.0, 1, points: wrong))).Message, StringComparison.Ordinal);
        Assert.Contains("“a”", Assert.Throws<InvalidOperationException>(() => Of(() => Check.Equal("a", () => 'c', 'c'))).Message, StringComparison.Ordinal);
    }
}
