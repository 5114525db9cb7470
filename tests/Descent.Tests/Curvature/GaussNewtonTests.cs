using System.Text.Json;
using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

/// <summary>Gauss–Newton and Fisher products, by themselves and beside tests/reference/products.json.</summary>
public class GaussNewtonTests
{
    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "products.json"))).RootElement;

    static readonly Tensor X = Tensor.From([.. Enumerable.Range(0, 24).Select(k => (((7 * (k / 4)) + (3 * (k % 4))) % 11 - 5) / 4.0)], [6, 4]);
    static readonly int[] Labels = [0, 1, 2, 0, 1, 2];
    static readonly Tensor Start = Tensor.Of([.. Enumerable.Range(0, 27).Select(k => ((5 * k % 13) - 6) / 10.0)]);
    static readonly Tensor V = Tensor.Of([.. Enumerable.Range(0, 27).Select(k => ((3 * k % 7) - 3) / 5.0)]);

    static Tensor Logits(Tensor θ) =>
        (X.MatMul(θ[..12].Reshape([4, 3])) + θ[12..15]).Tanh().MatMul(θ[15..24].Reshape([3, 3])) + θ[24..];

    static Tensor Loss(Tensor z) => z.CrossEntropy(Labels);

    static Tensor Losses(Tensor θ) => -Logits(θ).LogSoftmax().Pick(Labels);

    public static TheoryData<string, Symmetric> Products => new()
    {
        { "hessian", Hessian.At(θ => Loss(Logits(θ)), Start) },
        { "gaussNewton", GaussNewton.At(Logits, Loss, Start) },
        { "fisher", Fisher.Softmax(Logits, Start) },
        { "empiricalFisher", Fisher.Empirical(Losses, Start) },
    };

    [Theory, MemberData(nameof(Products))]
    public void A_product_equals_PyTorch(string name, Symmetric H) =>
        Assert.True(Distance(Tensor.Of([.. Reference.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())]), H * V) < Rounding(27));

    [Fact]
    public void The_trace_of_the_Hessian_equals_PyTorch() =>
        Assert.Equal(Reference.GetProperty("trace").GetDouble(), Hessian.At(θ => Loss(Logits(θ)), Start).Eigen().Values.Sum(), Rounding(27));

    [Fact]
    public void For_a_linear_model_Gauss_Newton_is_the_Hessian()
    {
        Tensor f(Tensor θ) => X.MatMul(θ.Reshape([4, 3]));
        var θ = Start[..12];
        Assert.True(Distance(Hessian.At(θ => Loss(f(θ)), θ).Matrix(), GaussNewton.At(f, Loss, θ).Matrix()) < Rounding(12));
    }

    [Fact]
    public void The_Fisher_matrix_of_a_softmax_model_is_its_Gauss_Newton_matrix_whatever_the_labels()
    {
        var F = Fisher.Softmax(Logits, Start).Matrix();
        foreach (var labels in (int[][])[Labels, [2, 2, 2, 2, 2, 2], [1, 0, 0, 2, 1, 1]])
            Assert.True(Distance(F, GaussNewton.At(Logits, z => z.CrossEntropy(labels), Start).Matrix()) < Rounding(27));
    }

    [Fact]
    public void The_empirical_Fisher_is_another_matrix_and_depends_on_the_labels()
    {
        var (F, E) = (Fisher.Softmax(Logits, Start).Matrix(), Fisher.Empirical(Losses, Start).Matrix());
        Assert.True(Distance(F, E) > 0.1 * (double)F.Abs().Max());
        var other = Fisher.Empirical(θ => -Logits(θ).LogSoftmax().Pick([1, 1, 1, 1, 1, 1]), Start).Matrix();
        Assert.True(Distance(E, other) > 0.1 * (double)F.Abs().Max());
    }

    [Fact]
    public void Where_the_probabilities_are_those_of_the_data_the_empirical_Fisher_is_the_Fisher()
    {
        // One input, both labels once, probabilities ½ and ½: the mean over the data is the mean over the model.
        Tensor Logits(Tensor θ) => Tensor.Of(new double[,] { { 1, 2 }, { 1, 2 } }).MatMul(θ.Reshape([2, 2]));
        var θ = Tensor.Zeros([4]);
        var E = Fisher.Empirical(θ => -Logits(θ).LogSoftmax().Pick([0, 1]), θ).Matrix();
        Assert.True(Distance(E, Fisher.Softmax(Logits, θ).Matrix()) < Rounding(4));
    }

    [Fact]
    public void Gauss_Newton_has_no_negative_curvature_where_the_Hessian_has()
    {
        Assert.True(Hessian.At(θ => Loss(Logits(θ)), Start).Eigen()[^1].λ < -0.01);
        Assert.True(GaussNewton.At(Logits, Loss, Start).Eigen()[^1].λ > -Rounding(27));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("[2×2]", Assert.Throws<ArgumentException>(() => GaussNewton.At(θ => θ, z => z.SquaredNorm(), Tensor.Ones([2, 2]))).Message);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => Fisher.Softmax(θ => θ, Tensor.Ones([3]))).Message);
        Assert.Contains("[1×3]", Assert.Throws<ArgumentException>(() => Fisher.Empirical(θ => θ.Reshape([1, 3]), Tensor.Ones([3]))).Message);
    }
}
