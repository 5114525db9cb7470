using Descent.Data;
using Descent.Tensors;

namespace Descent.Tests.Data;

public class StandardizerTests
{
    static readonly Dataset Train = Dataset.FromArrays(new double[,] { { 1, 0.1, 100 }, { 2, 0.1, -100 }, { 6, 0.1, 300 } }, [0, 1, 0]);

    [Fact]
    public void Training_inputs_get_mean_0_and_variance_1()
    {
        var digits = Dataset.Digits();
        var x = Standardizer.Fit(digits).Apply(digits).Inputs();
        foreach (var mean in x.Mean(0).ToArray())
            Assert.Equal(0, mean, 1e-13); // 1797 roundings of numbers below 50
        var variances = x.Square().Mean(0).ToArray();
        for (var j = 0; j < variances.Length; j++)
            Assert.Equal(j is 0 or 32 or 39 ? 0 : 1, variances[j], 1e-12); // the three pixels that are always 0
    }

    [Fact]
    public void Known_numbers_give_the_known_mean_and_scale()
    {
        var fitted = Standardizer.Fit(Train);
        Assert.Equal(3, fitted.Mean.At(0));
        Assert.Equal(Math.Sqrt(3.0 / 14), fitted.Scale.At(0), 1e-15); // variance (4 + 1 + 9)/3
        Assert.Equal(0, fitted.Scale.At(1));
    }

    [Fact]
    public void Other_data_are_treated_by_the_mean_and_scale_of_the_training_data()
    {
        var fitted = Standardizer.Fit(Train);
        var test = Dataset.FromArrays(new double[,] { { 10, 0.1, 500 }, { 10, 0.7, 500 } }, [0, 1]);
        var x = fitted.Apply(test).Inputs().ToMatrix();
        Assert.Equal(7 * Math.Sqrt(3.0 / 14), x[0, 0], 1e-14);
        Assert.Equal(x[0, 0], x[1, 0]);
        Assert.Equal(3, fitted.Mean.At(0));
    }

    [Fact]
    public void A_column_that_never_varied_becomes_0_everywhere()
    {
        var fitted = Standardizer.Fit(Train);
        var test = Dataset.FromArrays(new double[,] { { 10, 0.7, 500 } }, [0]);
        Assert.Equal(0, fitted.Apply(test).Inputs().At(0, 1));
        Assert.All(fitted.Apply(Train).Inputs().ToMatrix().Cast<double>().Where((_, i) => i % 3 == 1), v => Assert.Equal(0, v));
        var tiny = Standardizer.Fit(Dataset.FromArrays(new[,] { { 0, 1e-200 }, { 0, 2e-200 } }, [0, 0]));
        Assert.Equal([0, 0], tiny.Scale.ToArray());
    }

    [Fact]
    public void Batches_keep_their_precision_and_their_labels()
    {
        var set = Standardizer.Fit(Train).Apply(Train);
        var batch = set.Rows([2], Precision.Single);
        Assert.Equal(Precision.Single, batch.X.Precision);
        Assert.Equal(set.Inputs().At(2, 2), batch.X.At(0, 2), 1e-6);
        Assert.Equal([0], batch.Labels);
    }

    [Fact]
    public void Nothing_cannot_be_standardised() =>
        Assert.Contains("at least one example", Assert.Throws<ArgumentException>(() => Standardizer.Fit(Train.Take(0))).Message);
}
