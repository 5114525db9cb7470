using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Two sides of a step, compared.</summary>
/// <param name="Difference">‖left − right‖; NaN where they cannot be compared.</param>
/// <param name="Size">The larger of both norms and a given scale.</param>
/// <param name="Text">Both sides in words.</param>
readonly record struct Comparison(double Difference, double Size, string Text)
{
    public double Relative => Difference == 0 ? 0 : Difference / Size;

    public static Comparison Of(Tensor left, Func<Tensor> right, double scale = 0)
    {
        var l = $"left side {Instance.Text(left)}";
        Tensor r;
        try
        {
            r = right();
        }
        catch (Exception e)
        {
            return new(double.NaN, double.NaN, $"{l}, right side has no value ({e.Message})");
        }
        var text = $"{l}, right side {Instance.Text(r)}";
        return left.Shape == r.Shape
            ? new((double)(left - r).Norm(), Math.Max(scale, Math.Max((double)left.Norm(), (double)r.Norm())), text)
            : new(double.NaN, double.NaN, $"{text}: shapes {left.Shape} and {r.Shape} differ");
    }
}
