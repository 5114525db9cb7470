using Descent.Checks;

namespace Descent.Tests.Checks;

public class CellTests
{
    static string? Done() => Record.Exception(Check.Done) is { } e ? Assert.IsType<CheckFailedException>(e).Message : null;

    [Fact]
    public void A_listener_is_told_of_each_check_in_order_and_Done_does_not_throw()
    {
        var listener = new Listener(seed: 7);
        using (Check.Listen(listener))
        {
            Check.Equal("one", () => 1, 2);
            Check.Mistake("off by one", "F", () => 2);
            Check.Against("two", rng => rng.Next(), x => x, x => new Descent.Tensors.Rng(7UL).Split(0).Next(), trials: 1);
            Check.Done();
        }
        Assert.Equal(["begin one", "end one", "mistake off by one F", "begin two", "end two"], listener.Calls);
        Assert.Equal([Verdict.Failed, Verdict.Passed], listener.Outcomes.Select(o => o.Verdict));
        Assert.Null(Done());
    }

    [Fact]
    public void A_check_that_a_listener_refuses_ends_with_its_reason_untried()
    {
        var listener = new Listener { Refuse = _ => new UnansweredException(Verdict.NotRun, "Cell 3 did not run") };
        using (Check.Listen(listener))
            Check.Close<double>("a", () => throw new InvalidOperationException("called"), 1, points: 2);
        Assert.Equivalent(new Outcome("a", Verdict.NotRun, 0, 2, "Cell 3 did not run", null, null, []), Assert.Single(listener.Outcomes));
    }

    [Fact]
    public void Done_counts_what_did_not_pass()
    {
        Check.Equal("one", () => 1, 2);
        Check.Equal("two", () => 2, 2);
        Check.Mistake("nobody listens", "F", () => 2);
        Assert.Equal("1 of 2 checks did not pass.", Done());
        Check.Equal("one", () => 1, 1);
        Assert.Null(Done());
        Assert.Null(Done());
        Check.Equal("one", () => 1, 2);
        Assert.Equal("The check did not pass.", Done());
        Check.Equal("one", () => 1, 2);
        Check.Equal("two", () => 1, 2);
        Assert.Equal("None of the 2 checks passed.", Done());
        Check.Equal<int>("one", () => throw new NotImplementedException(), 2);
        Assert.Equal("Not done yet.", Done());
    }

    [Fact]
    public void A_cell_that_stopped_before_Done_starts_afresh_when_it_runs_again()
    {
        Check.Equal("one", () => 1, 2);
        Check.Equal("two", () => 1, 2);
        Check.Equal("one", () => 2, 2);
        Check.Equal("two", () => 2, 2);
        Assert.Null(Done());
    }

    [Fact]
    public void Flows_do_not_mix()
    {
        using var both = new Barrier(2);
        var messages = new string?[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            Check.Equal("one", () => i, 0);
            both.SignalAndWait();
            Check.Equal("two", () => 0, 0);
            both.SignalAndWait();
            messages[i] = Done();
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal((null, "1 of 2 checks did not pass."), (messages[0], messages[1]));
    }

    [Fact]
    public void A_listener_hears_its_own_flow_only()
    {
        var listener = new Listener();
        using (Check.Listen(listener))
        using (ExecutionContext.SuppressFlow())
        {
            var other = new Thread(() => Check.Equal("other", () => 1, 1));
            other.Start();
            other.Join();
        }
        Assert.Empty(listener.Calls);
    }
}
