using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public sealed class WorkerProcessTests : IDisposable
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    readonly WorkerProcess worker = new(new PlainLauncher(), new Limits(Output: 100));

    public void Dispose() => worker.Dispose();

    void Cells(params string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            Assert.Null(worker.Run($"Cell {i + 1}", cells[i], Long));
    }

    T Call<T>(string function, params object?[] arguments) => (T)worker.Call(function, typeof(T), arguments, Long)!;

    [Fact]
    public void A_function_of_a_cell_is_called()
    {
        Cells("double Twice(double x) => 2 * x;");
        Assert.Equal(3.0, Call<double>("Twice", 1.5));
    }
}
