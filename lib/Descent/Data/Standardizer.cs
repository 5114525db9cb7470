using Descent.Tensors;

namespace Descent.Data;

/// <summary>x̃ = (x − μ)/σ per input number: mean 0 and variance 1 on the data it was fitted to. It never changes, so other data are treated by the same μ and σ.</summary>
/// <remarks>Source: Bishop &amp; Bishop 2024, section 7.4.1.</remarks>
public sealed record Standardizer
{
    Standardizer(Tensor mean, Tensor scale) => (Mean, Scale) = (mean.Keep(), scale.Keep());

    /// <summary>μ, float64, shape of one input.</summary>
    public Tensor Mean { get; }

    /// <summary>1/σ, float64, shape of one input; 0 where the number never varied, which makes it 0 everywhere.</summary>
    public Tensor Scale { get; }

    /// <summary>μ = mean and σ² = mean (x − μ)² over the training examples.</summary>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <remarks>Two passes in float64, a thousand examples at a time. Numbers are taken relative to the first example, so one that never varies has σ = 0 exactly.</remarks>
    public static Standardizer Fit(Dataset train)
    {
        if (train.Count == 0)
            throw new ArgumentException($"Standardizer.Fit of {train}: at least one example is needed.");
        Tensor Average(Func<Tensor, Tensor> f) =>
            Enumerable.Range(0, train.Count).Chunk(1000).Select(rows => f(train.Rows(rows).X).Sum(0, keep: false)).Aggregate((a, b) => a + b) / train.Count;

        var first = train.Rows([0]).X[0];
        var shift = Average(x => x - first);
        var variance = Average(x => (x - first - shift).Square());
        var varies = variance > 0;
        return new(first + shift, varies / (variance + (1 - varies)).Sqrt());
    }

    /// <summary>(x − μ)/σ for inputs [examples, …], in their own precision.</summary>
    public Tensor Apply(Tensor x) => (x - Mean.To(x.Precision)) * Scale.To(x.Precision);

    /// <summary>The data set with standardised inputs.</summary>
    public Dataset Apply(Dataset data) => data.Map(Apply);
}
