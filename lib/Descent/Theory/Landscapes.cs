namespace Descent.Theory;

/// <summary>What is typical of a random landscape, and how long a saddle holds gradient descent.</summary>
/// <remarks>Source: chapter 12; Dauphin et al. 2014; Bray and Dean 2007; Dean and Majumdar 2006.</remarks>
public static class Landscapes
{
    /// <summary>P(no negative eigenvalue) of a random symmetric n×n matrix with independent normal elements (GOE): ½, (2 − √2)/4, (π − 2√2)/(4π) for n = 1, 2, 3.</summary>
    /// <param name="n">1, 2 or 3: variables of the landscape.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is none of them; see <see cref="RarityExponent"/>.</exception>
    public static double ProbabilityOfMinimum(int n)
    {
        Require.That(n is >= 1 and <= 3, n, "The closed form is for 1, 2 or 3 variables");
        return n switch
        {
            1 => 0.5,
            2 => (2 - Math.Sqrt(2)) / 4,
            _ => (Math.PI - 2 * Math.Sqrt(2)) / (4 * Math.PI),
        };
    }

    /// <summary>(ln 3)/4: for many variables P(no negative eigenvalue) falls like exp(−n² ln 3/4).</summary>
    public static double RarityExponent => Math.Log(3) / 4;

    /// <summary>α = ½ − (ε√(1 − ε²) + arcsin ε)/π: the share of negative eigenvalues of a large random matrix whose semicircle of radius 1 is moved up by ε. 0 from ε = 1 on, 1 up to ε = −1.</summary>
    /// <param name="ε">How far the curvatures are shifted, in units of the semicircle's radius: 0 at the mean energy of a random landscape, larger the lower the point lies.</param>
    public static double NegativeShare(double ε)
    {
        ε = Math.Clamp(ε, -1, 1);
        return 0.5 - (ε * Math.Sqrt(1 - ε * ε) + Math.Asin(ε)) / Math.PI;
    }

    /// <summary>⌈ln(growth)/ln(1 + η|λ|)⌉: steps of gradient descent until a displacement along a direction of curvature λ &lt; 0 has grown by this factor. Each step multiplies it by 1 + η|λ|.</summary>
    /// <param name="growth">Displacement that counts as escaped, over the one at the start; above 1.</param>
    /// <param name="η">Learning rate, positive.</param>
    /// <param name="λ">Curvature, negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not.</exception>
    public static double EscapeSteps(double growth, double η, double λ)
    {
        Require.That(growth > 1, growth, "An escape grows by a factor above 1");
        Require.That(η > 0, η, "A learning rate is above 0");
        Require.That(λ < 0, λ, "An escape needs a curvature below 0");
        return Math.Ceiling(Math.Log(growth) / Math.Log(1 - η * λ));
    }
}
