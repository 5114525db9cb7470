using System.Linq.Expressions;
using Descent.Proofs;
using Descent.Tensors;

namespace Descent.Tests.Proofs;

public class MutationTests
{
    static string[] Bodies(LambdaExpression formula) => [.. Mutation.Of(formula).Select(m => m.Mutant.Body.ToString())];

    [Fact]
    public void A_sum_loses_its_sign_and_each_of_its_terms() => Assert.Equal(["(a - b)", "a", "b", "(2 * (a + b))"], Bodies((double a, double b) => a + b));

    [Fact]
    public void A_difference_too() => Assert.Equal(["(a + b)", "a", "-b", "(2 * (a - b))"], Bodies((double a, double b) => a - b));

    [Fact]
    public void A_minus_is_dropped() => Assert.Equal(["a", "(2 * -a)"], Bodies((double a) => -a));

    [Fact]
    public void A_product_is_doubled_once_however_many_factors_it_has() => Assert.Equal(["(2 * ((a * b) * a))"], Bodies((double a, double b) => a * b * a));

    [Fact]
    public void A_quotient_has_its_divisor_doubled() => Assert.Equal(["(a / (2 * b))"], Bodies((double a, double b) => a / b));

    [Fact]
    public void Each_argument_of_a_call_is_doubled() => Assert.Equal(["(2 * Pow(a, 3))", "Pow((2 * a), 3)", "Pow(a, (2 * 3))"], Bodies((double a) => Math.Pow(a, 3)));

    [Fact]
    public void A_zero_becomes_a_one() => Assert.Equal(["1"], Bodies((double a) => 0.0));

    [Fact]
    public void Lambdas_inside_are_changed_too() =>
        Assert.Contains(Mutation.Of((Expression<Func<int, double>>)(n => Enumerable.Range(1, n).Sum(k => 1.0 / (k + n)))), m => m.Mutant.Body.ToString().Contains("k - n", StringComparison.Ordinal));

    [Fact]
    public void Operators_of_tensors_are_operators()
    {
        Expression<Func<Tensor, Tensor>> formula = x => 1 - x / 2 + x.MatMul(x);
        var x = Tensor.Of(new double[,] { { 3, 1 }, { 2, 5 } });
        var truth = formula.Compile()(x);

        var mutants = Mutation.Of(formula).ToList();
        Assert.Equal(9, mutants.Count);
        Assert.All(mutants, m => Assert.True((double)(((Expression<Func<Tensor, Tensor>>)m.Mutant).Compile()(x) - truth).Norm() > 0.5, m.Change));
    }

    [Fact]
    public void A_step_tells_what_its_mutants_changed() =>
        Assert.Equal(["(x * x) → (2 * (x * x))"], Step.Equal("", "", rng => 1 + rng.Next(), x => x * x, x => x * x).Mutants().Select(m => m.Change));
}
