using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

/// <summary>Alone in time: it counts bytes and collections of the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

[Collection(nameof(Alone))]
public class OwnershipTests
{
    static readonly Tensor θ0 = new Rng(1).Normal([43], Precision.Single);

    /// <summary>4 inputs, 5 tanh units, 3 classes: 5·5 + 6·3 = 43 parameters.</summary>
    static Func<Tensor, Tensor> Loss(int rows)
    {
        var x = new Rng(2).Normal([rows, 4], Precision.Single);
        var labels = new Rng(3).Integers(rows, 3);
        return θ => (x.MatMul(θ[..20].Reshape([4, 5])) + θ[20..25]).Tanh().MatMul(θ[25..40].Reshape([5, 3])).Relu().CrossEntropy(labels) + 0.01 * θ.SquaredNorm();
    }

    [Fact]
    public void Results_survive_a_thousand_later_gradients()
    {
        var L = Loss(8);
        var (value, gradient) = ValueAndGradient(L, θ0);
        var H = LinearizeGradient(L, θ0, out _);
        var (J, Hg) = (Linearize(L, θ0), H.Pull(gradient));
        double[] Numbers() => [.. value.ToArray(), .. gradient.ToArray(), .. Hg.ToArray(), .. J.Value.ToArray()];
        var before = Numbers();
        for (var i = 0; i < 1000; i++)
            Gradient(L, θ0 * (1 + i));

        Assert.Equal(before, Numbers());
        Assert.Equal(Hg.ToArray(), H.Pull(gradient).ToArray());
        Assert.Equal(gradient.ToArray(), J.Pull(Tensor.Ones([], Precision.Single)).ToArray());
    }

    [Fact]
    public void Escaped_temporary_throws_and_never_yields_numbers()
    {
        Tensor? escaped = null, view = null;
        Tensor L(Tensor θ)
        {
            escaped = θ * 2;
            view = escaped[2..].Reshape([2, 1]);
            return escaped.Sum();
        }
        Gradient(L, Tensor.Of(1, 2, 3, 4));
        var (temporary, part) = (escaped!, view!);
        void Throws(Func<object> use)
        {
            var error = Assert.Throws<InvalidOperationException>(use);
            Assert.EndsWith("was a temporary of a derivative or a training step that has ended. Return it from the function, or call Keep() inside.", error.Message, StringComparison.Ordinal);
        }
        for (var again = 0; again < 2; again++)
        {
            Throws(() => temporary.ToArray());
            Throws(() => temporary.ToSingles());
            Throws(() => temporary.ToString());
            Throws(() => temporary.At(0));
            Throws(() => temporary.Keep());
            Throws(() => temporary.Constant());
            Throws(() => temporary[0]);
            Throws(() => temporary[1..]);
            Throws(() => temporary.Reshape([2, 2]));
            Throws(() => temporary + 1);
            Throws(() => temporary.Exp());
            Throws(() => temporary.Sum());
            Throws(() => temporary.Dot(temporary));
            Throws(() => temporary.MatMul(temporary));
            Throws(() => temporary.To(Precision.Single));
            Throws(() => temporary.Pad(0, 1, 1));
            Throws(() => temporary.Gather([0]));
            Throws(() => temporary.BroadcastTo([2, 4]));
            Throws(() => temporary.LogSoftmax());
            Throws(() => Tensor.Concat(0, temporary, temporary));
            Throws(() => Tensor.Where(temporary, 1 + Tensor.Zeros([4]), Tensor.Zeros([4])));
            Throws(() => Gradient(θ => (θ * temporary).Sum(), Tensor.Of(1, 2, 3, 4)));
            Throws(() => Gradient(θ => θ.Sum(), temporary));
            Throws(() => part.ToArray());
            Gradient(L, Tensor.Of(5, 6, 7, 8));   // its memory is used again
        }
        Assert.Equal([14, 16], Tensor.Of(14, 16).ToArray());
    }

    [Fact]
    public void Saving_a_temporary_leaves_the_file_as_it_was()
    {
        var path = Path.GetTempFileName();
        Tensor? escaped = null;
        Gradient(θ => (escaped = θ * 2).Sum(), Tensor.Of(1, 2));
        Npy.Save(Tensor.Of(1, 2, 3), path);

        Assert.Throws<InvalidOperationException>(() => Npy.Save(escaped!, path));
        Assert.Equal([1, 2, 3], Npy.Load(path).ToArray());
        Assert.False(File.Exists(path + ".partial"));
        File.Delete(path);
    }

    [Fact]
    public void Keep_outlives_the_derivative_and_captured_tensors_stay()
    {
        Tensor? kept = null;
        var outside = Tensor.Of(3, 4);
        for (var i = 0; i < 3; i++)
            Gradient(θ => (kept = (θ * outside).Keep()).Sum() + θ.Sum(), Tensor.Of(1, 2));

        Assert.Equal([3, 8], kept!.ToArray());
        Assert.Equal([3, 4], outside.ToArray());
        Assert.Equal([1, 1], Gradient(θ => (θ * outside).Keep().Sum() + θ.Sum(), Tensor.Of(1, 2)).ToArray());   // a kept copy is a constant
    }

    [Fact]
    public void Exceptions_close_what_they_leave()
    {
        var L = Loss(8);
        var (before, product) = (Gradient(L, θ0).ToArray(), LinearizeGradient(L, θ0, out _).Pull(θ0).ToArray());
        static Tensor Fail(Tensor θ) => throw new TimeoutException();
        Func<Tensor, Tensor>[] failing =
        [
            Fail,
            θ => θ.Exp().MatMul(Tensor.Zeros([7, 7], Precision.Single)),
            θ => L(θ) + Gradient(θ => L(θ) + Fail(θ), θ).Sum(),
            θ => L(θ) + Gradient(θ => Gradient(Fail, θ).Sum(), θ).Sum(),
            θ => Linearize(Fail, θ).Value,
            θ => Linearize(L, θ).Pull(θ),
            θ => θ * 2,
        ];
        foreach (var f in failing)
        {
            Assert.ThrowsAny<Exception>(() => Gradient(f, θ0));
            Assert.ThrowsAny<Exception>(() => LinearizeGradient(f, θ0, out _));
            Assert.False(Recording.IsOpen);
            Assert.Equal(before, Gradient(L, θ0).ToArray());
            Assert.Equal(product, LinearizeGradient(L, θ0, out _).Pull(θ0).ToArray());
        }
        var made = Tensor.Zeros([3]);   // outside every scope again: nothing below recycles it
        Gradient(L, θ0);
        Assert.Equal([0, 0, 0], made.ToArray());
    }

    [Fact]
    public async Task Scopes_of_two_threads_are_independent()
    {
        using var opened = new ManualResetEventSlim();
        using var finished = new ManualResetEventSlim();
        Tensor? made = null;
        var other = Task.Run(() =>
        {
            opened.Wait();
            Assert.False(Recording.IsOpen);
            made = Tensor.Of(1, 2) * 2;      // this thread has no scope open: made for keeps
            var gradient = Gradient(θ => θ.SquaredNorm(), Tensor.Of(5, 6));
            finished.Set();
            return gradient;
        });
        var mine = Gradient(θ =>
        {
            var before = θ * 3;
            opened.Set();
            finished.Wait();
            return before.SquaredNorm();
        }, Tensor.Of(1, 2));

        var others = await other;
        Assert.Equal([10, 12], others.ToArray());
        Assert.Equal([18, 36], mine.ToArray());
        Assert.Equal([2, 4], made!.ToArray());
    }

    [Fact]
    public void Ten_thousand_gradients_allocate_only_small_objects()
    {
        // What is allocated does not grow with the temporaries: one column of one of them, allocated instead of rented, would be 504 rows of 8 bytes more.
        // (Less is possible: code that the runtime has optimised meanwhile keeps small objects on the stack.) 16 kB a step is the promise of Fit.
        var (few, many) = (PerCall(Loss(8), 10_000, out var collections), PerCall(Loss(512), 1_000, out _));

        Assert.True(many - few < 504 * 8, $"{many} bytes with many rows, {few} with few");
        Assert.InRange(few, 0, 16_000);
        Assert.Equal(0, collections);
    }

    static long PerCall(Func<Tensor, Tensor> L, int calls, out int collections)
    {
        for (var i = 0; i < 100; i++)
            ValueAndGradient(L, θ0);
        GC.Collect();
        var (bytes, before) = (GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(2));
        for (var i = 0; i < calls; i++)
            ValueAndGradient(L, θ0);
        collections = GC.CollectionCount(2) - before;
        return (GC.GetAllocatedBytesForCurrentThread() - bytes) / calls;
    }
}
