using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class NewtonTests
{
    [Fact]
    public void One_step_solves_a_quadratic()
    {
        var rng = new Rng(1);
        var q = Quadratic.Of(Matrix(rng, 100, 10, 1), rng.Normal([3]));
        Assert.True(Distance(q.Minimum(), Newton.Step(q.Loss, rng.Normal([3]))) < Rounding(3, 100 * 3));   // condition 100
    }

    [Fact]
    public void A_step_also_runs_uphill_to_a_saddle()
    {
        var saddle = Quadratic.Of(Tensor.Diagonal(Tensor.Of(2, -4)));
        Assert.True(Distance(saddle.Centre, Newton.Step(saddle.Loss, Tensor.Of(1, 1))) < Rounding(2));
        var damped = Newton.Step(saddle.Loss, Tensor.Of(1, 1), 5);
        Assert.True(saddle[damped] < saddle[Tensor.Of(1, 1)]);
    }

    [Fact]
    public void Near_a_minimum_the_error_is_squared_by_each_step()
    {
        var θ = Tensor.Of(1.1, 0.3);
        double Error() => Math.Abs(θ.At(0) - 1);
        for (var (t, before) = (0, Error()); t < 3; t++, before = Error())
        {
            θ = Newton.Step(TwoWells, θ);
            // (w² − 1)²: the next error is 3e²/2 to leading order.
            Assert.InRange(Error() / (before * before), 1.1, 1.6);
        }
        Assert.Equal(0, θ.At(1), Rounding(2));
    }

    [Fact]
    public void Strong_damping_is_gradient_descent_with_step_one_over_μ()
    {
        // (H + μI)⁻¹ = 1/μ − H/μ² + …
        var (θ, μ) = (Tensor.Of(0.5, 0.7), 1e6);
        var step = μ * (θ - Newton.Step(TwoWells, θ, μ));
        Assert.True(Distance(step, Derivatives.Gradient(TwoWells, θ)) < 10 / μ);
    }

    [Fact]
    public void A_singular_curvature_is_named() =>
        Assert.Contains("Choose a larger μ", Assert.Throws<ArithmeticException>(() => Newton.Step(w => w[0].Square(), Tensor.Ones([2]))).Message);

    [Fact]
    public void Saddle_free_leaves_the_saddle_to_which_Newton_runs()
    {
        var saddle = Quadratic.Of(Tensor.Diagonal(Tensor.Of(2, -4)));
        Assert.True(Distance(Newton.SaddleFreeStep(saddle.Loss, Tensor.Of(1, 1)), Tensor.Of(0, 2)) < Rounding(2));   // −λ/|λ|: the unstable coordinate doubles
        var (caught, free) = (Tensor.Of(0.2, 0.001), Tensor.Of(0.2, 0.001));
        for (var t = 0; t < 40; t++)
            (caught, free) = (Newton.Step(TwoWells, caught), Newton.SaddleFreeStep(TwoWells, free));
        Assert.True(Distance(caught, Tensor.Of(0, 0)) < Rounding(2));
        Assert.True(Distance(free, Tensor.Of(1, 0)) < Rounding(2));
    }

    [Fact]
    public void Where_no_curvature_is_negative_saddle_free_is_Newtons_step_and_with_damping_its_lengths_add()
    {
        var rng = new Rng(2);
        var (q, θ) = (Quadratic.Of(Matrix(rng, 9, 3, 1), rng.Normal([3])), rng.Normal([3]));
        Assert.True(Distance(Newton.Step(q.Loss, θ, 0.5), Newton.SaddleFreeStep(q.Loss, θ, 0.5)) < Rounding(3, 100));
        var saddle = Quadratic.Of(Tensor.Diagonal(Tensor.Of(2, -4)));
        Assert.True(Distance(Newton.SaddleFreeStep(saddle.Loss, Tensor.Of(1, 1), 1), Tensor.Of(1 - 2 / 3.0, 1 + 4 / 5.0)) < Rounding(2));
    }

    [Fact]
    public void Saddle_free_names_a_flat_direction() =>
        Assert.Contains("Choose a larger μ", Assert.Throws<ArithmeticException>(() => Newton.SaddleFreeStep(w => w[0].Square(), Tensor.Ones([2]))).Message);
}
