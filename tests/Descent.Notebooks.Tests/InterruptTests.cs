using System.Diagnostics;
using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;

namespace Descent.Notebooks.Tests;

public class InterruptTests
{
    const string Host = """
        var host = (IReadOnlyDictionary<string, Delegate>)AppContext.GetData("Descent.Host");
        System.Threading.CancellationToken Stop() => ((Func<System.Threading.CancellationToken>)host["stop"])();
        IDisposable Busy() => ((Func<string, IDisposable>)host["busy"])("loop");
        var x = 7;
        """;

    static string Plain(Output output) => (string)((Shown)output).Data["text/plain"]!;

    // Runs a cell after the host's, interrupts it, and returns how it ended and how long that took after the first interrupt.
    static (Failure? Failure, TimeSpan Latency, IReadOnlyList<Output> Outputs) Interrupt(string cell, Func<string, bool, string>? input = null, int times = 1)
    {
        using var session = new Session(AppContext.BaseDirectory) { Input = input };
        var outputs = new Outputs();
        Assert.Null(session.Run(Host, "Cell 1", outputs.Add));
        using var started = new ManualResetEventSlim();
        var interrupted = 0L;
        var thread = new Thread(() =>
        {
            started.Wait();
            Thread.Sleep(50);
            interrupted = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
                session.Interrupt();
        });
        thread.Start();
        var failure = session.Run("Console.Write(\"begun\");\n" + cell, "Cell 2", o =>
        {
            outputs.Add(o);
            started.Set();
        });
        var latency = Stopwatch.GetElapsedTime(interrupted);
        thread.Join();
        Assert.Null(session.Run("x", "Cell 3", outputs.Add));
        Assert.Equal("7", Plain(outputs.ToList()[^1]));
        return (failure, latency, outputs.ToList());
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) try { System.Threading.Thread.Sleep(20_000); } catch { }")]
    [InlineData("System.Threading.Thread.Sleep(20_000);")]
    [InlineData("Task.Delay(20_000).Wait();")]
    [InlineData("await Task.Delay(20_000);")]
    [InlineData("await Task.Run(() => { }); while (true) { }")]
    [InlineData("var gate = new object(); var taken = new System.Threading.ManualResetEventSlim(); _ = Task.Run(() => { lock (gate) { taken.Set(); System.Threading.Thread.Sleep(20_000); } }); taken.Wait(); lock (gate) { }")]
    [InlineData("using (Busy()) Stop().WaitHandle.WaitOne(); while (true) { }")]
    public void Computing_and_waiting_end_and_the_state_is_kept(string cell)
    {
        var (failure, latency, _) = Interrupt(cell);
        Assert.Equal(("Interrupted", "Cell 2 was interrupted."), (failure!.Name, failure.Message));
        Assert.InRange(latency, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_cell_that_reads_is_interrupted() =>
        Assert.Equal("Interrupted", Interrupt("Console.ReadLine();", static (_, _) => { Thread.Sleep(20_000); return ""; }).Failure!.Name);

    [Fact]
    public void A_loop_of_the_library_returns_by_itself_and_the_cell_goes_on()
    {
        var (failure, _, outputs) = Interrupt("using (Busy()) while (!Stop().IsCancellationRequested) System.Threading.Thread.Sleep(300);\nConsole.Write(\" and gone on\");");
        Assert.Null(failure);
        Assert.Contains(new StreamText("stdout", "begun and gone on"), outputs);
    }

    [Fact]
    public void After_a_return_no_other_loop_of_the_library_begins()
    {
        var (failure, _, outputs) = Interrupt("var first = 0;\nusing (Busy()) while (!Stop().IsCancellationRequested) first = 1;\nusing (Busy()) Console.Write(\" never\");");
        Assert.Equal("Interrupted", failure!.Name);
        Assert.Contains(new StreamText("stdout", "begun"), outputs);
    }

    [Fact]
    public void The_second_interrupt_does_not_wait_for_a_loop() =>
        Assert.InRange(Interrupt("using (Busy()) while (true) { }", times: 2).Latency, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));

    [Fact]
    public void Interrupting_nothing_is_harmless()
    {
        using var session = new Session(AppContext.BaseDirectory);
        session.Interrupt();
        Assert.Null(session.Run("var y = 1;", "Cell 1", _ => { }));
        session.Interrupt();
        Assert.Null(session.Run("y", "Cell 2", _ => { }));
    }

    [Fact]
    public void The_rest_of_an_interrupted_cell_never_runs()
    {
        using var session = new Session(AppContext.BaseDirectory);
        var outputs = new Outputs();
        var failure = session.Run("await Task.Delay(400); Console.Write(\"zombie\");", "Cell 1", outputs.Add, TimeSpan.FromSeconds(0.1));
        Assert.Equal("TimeLimit", failure!.Name);
        Assert.Null(session.Run("await Task.Delay(600);", "Cell 2", outputs.Add));
        Assert.IsType<Failure>(Assert.Single(outputs.ToList()));
    }

    [Fact]
    public void What_a_cell_left_running_can_be_interrupted_too()
    {
        using var session = new Session(AppContext.BaseDirectory);
        using var begun = new ManualResetEventSlim();
        Assert.Null(session.Run("async Task Later() { await Task.Delay(50); Console.Write(\"late\"); while (true) { } }\n_ = Later();", "Cell 1", _ => begun.Set()));
        begun.Wait();
        session.Interrupt();
        Assert.Null(session.Run("1", "Cell 2", _ => { }, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_event_is_interrupted_like_a_cell()
    {
        using var session = new Session(AppContext.BaseDirectory);
        Assert.Null(session.Run("1", "Cell 1", _ => { }));
        var interrupt = Task.Delay(100).ContinueWith(_ => session.Interrupt(), TaskScheduler.Default);
        Assert.Equal("Interrupted", session.Invoke(() => Thread.Sleep(20_000), _ => { })!.Name);
        Assert.True(interrupt.IsCompleted);
    }

    [Fact]
    public void An_interrupted_cell_keeps_what_it_has_and_what_it_did_not_come_to_replace()
    {
        using var session = new Session(AppContext.BaseDirectory);
        var outputs = new Outputs();
        Assert.Null(session.Run("var list = new List<int>(); var text = \"old\";", "Cell 1", outputs.Add));
        Assert.Equal("TimeLimit", session.Run("var list = new List<int> { 1, 2 }; while (true) { }\nvar text = \"new\";", "Cell 2", outputs.Add, TimeSpan.FromSeconds(0.1))!.Name);
        Assert.Null(session.Run("$\"{list.Count} {text}\"", "Cell 3", outputs.Add));
        Assert.Equal("2 old", Plain(outputs.ToList()[^1]));
    }

    /// <summary>A library hurt by an interrupt (threads of a loop still at work, buffers handed out twice, locks held) would give other bits, or hang.</summary>
    [Fact]
    public void Two_hundred_interrupted_trainings_leave_no_trace()
    {
        var net = new Chain(new Dense(300, 64), new Tanh(), new Dense(64, 10));
        var values = new Rng(1).Normal([400, 300]).ToArray();
        var rows = new double[400, 300];
        Buffer.BlockCopy(values, 0, rows, 0, values.Length * sizeof(double));
        var data = Dataset.FromArrays(rows, [.. Enumerable.Range(0, 400).Select(i => i % 10)]);
        var (x, y) = (data.Rows([.. Enumerable.Range(0, 100)], Precision.Single).X, data.Rows([.. Enumerable.Range(0, 100)], Precision.Single).Labels);
        History Train(int epochs) => Fit.Classifier(net, data, null, new Adam(1e-3), epochs, batch: 200, new Rng(2));
        Tensor AtCheckpoints(Tensor θ)                                        // as the code of a cell is compiled
        {
            Checkpoints.Pass();
            var loss = Loss.CrossEntropy(net.Apply(θ, x), y);
            Checkpoints.Pass();
            return loss;
        }

        History? fresh = null, after = null;
        using (var session = new Session(AppContext.BaseDirectory))
            Assert.Null(session.Invoke(() => fresh = Train(3), _ => { }));
        using var hurt = new Session(AppContext.BaseDirectory);
        var (random, returned) = (new Random(3), 0);
        for (var i = 0; i < 200; i++)
        {
            using var begun = new ManualResetEventSlim();
            var (wait, isLoop) = (TimeSpan.FromMilliseconds(4 * random.NextDouble()), i % 2 == 0);
            var interrupter = new Thread(() =>
            {
                begun.Wait();
                for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < wait;)
                    Thread.SpinWait(20);
                hurt.Interrupt();
                if (!isLoop || random.Next(2) == 0)
                    hurt.Interrupt();
            });
            interrupter.Start();
            var failure = hurt.Invoke(() =>
            {
                begun.Set();
                if (isLoop)
                    Assert.Equal(Ending.Cancelled, Train(1_000_000).Ending);
                else
                    _ = new Adam(1e-3).Descend(AtCheckpoints, net.Initialize(new Rng(4), Precision.Single)).Last();
            }, _ => { });
            interrupter.Join();
            Assert.True(failure is { Name: "Interrupted" } || (failure is null && isLoop), failure?.Message);
            returned += failure is null ? 1 : 0;
        }
        Assert.InRange(returned, 20, 100);                                    // most loops return by themselves
        Assert.Null(hurt.Invoke(() => after = Train(3), _ => { }));
        Assert.Equal(fresh!.θ.ToArray(), after!.θ.ToArray());
        Assert.Equal(fresh.Losses, after.Losses);
    }
}
