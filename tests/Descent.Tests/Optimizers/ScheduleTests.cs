using Descent.Optimizers;

namespace Descent.Tests.Optimizers;

public class ScheduleTests
{
    [Fact]
    public void Number_is_a_constant_schedule()
    {
        Schedule η = 0.3;
        Assert.Equal([0.3, 0.3], new[] { η[0], η[1000] });
    }

    [Fact]
    public void Step_schedule_drops_by_its_factor() =>
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 5).Select(t => Schedule.Step(1, 2, 0.5)[t]));

    [Fact]
    public void Inverse_time_starts_at_c_over_t0() =>
        Assert.Equal([1, 0.5, 0.25], new[] { 0, 4, 12 }.Select(t => Schedule.InverseTime(4, 4)[t]));

    [Fact]
    public void Cosine_goes_from_the_rate_over_the_middle_to_the_floor_and_stays()
    {
        var η = Schedule.Cosine(1, 100, 0.2);
        Assert.Equal([1, 0.6, 0.2, 0.2], new[] { 0, 50, 100, 500 }.Select(t => Math.Round(η[t], 15)));
    }

    [Fact]
    public void Warm_up_rises_in_equal_steps_to_the_schedule() =>
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(0, 5).Select(t => Schedule.Constant(1).WarmUp(4)[t]));

    [Fact]
    public void Impossible_schedules_say_what_is_needed()
    {
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Schedule.Step(1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Schedule.Cosine(1, 0));
        Assert.Throws<ArgumentException>(() => Schedule.InverseTime(1, 0));
        Assert.Throws<ArgumentException>(() => Schedule.Constant(1).WarmUp(0));
    }
}
