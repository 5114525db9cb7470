using Descent.Checks;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public sealed class LostWorkerTests : IDisposable
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(60), Short = TimeSpan.FromSeconds(1);

    readonly WorkerProcess worker = new(new PlainProcess(), new Limits(Heap: 200_000_000));

    int cells;

    public void Dispose() => worker.Dispose();

    void Declare(string code) => Assert.Null(worker.Run($"Cell {++cells}", code, Long));

    T Call<T>(string function, params object?[] arguments) => (T)worker.Call(function, typeof(T), arguments, cells, Long)!;

    static LostException Lost(Func<object?> use) => Assert.Throws<LostException>(use);

    [Fact]
    public void A_function_that_calls_itself_through_the_check_without_end_is_given_up()
    {
        Declare("Func<double, double> kept;\ndouble Start(Func<double, double> f) { kept = f; return f(1); }\ndouble Again(double x) => kept(x);");
        Assert.Equal(Verdict.Crashed, Lost(() => Call<double>("Start", (Func<double, double>)(x => Call<double>("Again", x)))).Verdict);
    }

    [Fact]
    public void A_loop_without_end_in_a_function_or_a_cell_is_a_timeout()
    {
        Declare("int Spin() { try { } finally { while (true); } }");
        var lost = Lost(() => worker.Call("Spin", typeof(int), [], cells, Short));
        Assert.Equal((Verdict.Timeout, "it ran longer than 1 s"), (lost.Verdict, lost.Message));
        Assert.Equal(Verdict.Timeout, Lost(() => worker.Run("Cell 2", "1", Long)).Verdict);
        using var second = new WorkerProcess(new PlainProcess(), new Limits());
        Assert.Equal(Verdict.Timeout, Lost(() => second.Run("Cell 1", "System.Threading.Thread.Sleep(-1);", Short)).Verdict);
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "it ended by itself (exit code 0)")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1; Deep(0)", "stack overflow")]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"no\")).Start(); System.Threading.Thread.Sleep(-1);", "unhandled exception: System.Exception: no")]
    public void A_process_that_ends_has_crashed(string code, string words)
    {
        var lost = Lost(() => worker.Run($"Cell {++cells}", code, Long));
        Assert.Equal((Verdict.Crashed, words), (lost.Verdict, lost.Message));
    }

    [Fact]
    public void Memory_beyond_the_heap_is_told_as_memory()
    {
        Declare("double[] F() { var all = new List<double[]>(); while (true) all.Add(new double[1_000_000]); }");
        Assert.Equal(Verdict.Memory, Lost(() => Call<double[]>("F")).Verdict);
    }

    [Fact]
    public void A_forged_reply_breaks_the_protocol()
    {
        Declare("void Forge(params byte[] reply) { using var file = new System.IO.FileStream(\"/proc/self/fd/4\", System.IO.FileMode.Open, System.IO.FileAccess.Write); file.Write(reply); file.Flush(); }");
        Declare("int F() { Forge(14, 0, 0, 0, 103, 1, 2, 3, 4, 5, 6, 7, 8, 2, 42, 0, 0, 0); return 1; }");
        var lost = Lost(() => Call<int>("F"));
        Assert.Equal((Verdict.Crashed, "it broke the protocol"), (lost.Verdict, lost.Message));
        using var second = new WorkerProcess(new PlainProcess(), new Limits());
        Assert.Equal("it broke the protocol", Lost(() => second.Run("Cell 1", "var file = new System.IO.FileStream(\"/proc/self/fd/4\", System.IO.FileMode.Open, System.IO.FileAccess.Write); file.Write(new byte[] { 255, 255, 255, 127, 1, 1, 1, 1, 1, 1, 1, 1, 1 }); file.Flush();", Long)).Message);
    }
}
