namespace Descent.Tensors;

/// <summary>The number type of a tensor: training runs in float32, analysis, proofs and gradient checks in float64.</summary>
public enum Precision
{
    /// <summary>float32: 24 bits of mantissa, unit roundoff 2⁻²⁴.</summary>
    Single,

    /// <summary>float64: 53 bits of mantissa, unit roundoff 2⁻⁵³. The default.</summary>
    Double,
}
