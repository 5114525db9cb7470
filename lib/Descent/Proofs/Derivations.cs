namespace Descent.Proofs;

/// <summary>The derivations of the course, one file a chapter.</summary>
public static partial class Derivations
{
    /// <summary>Every derivation of every chapter: all of them hold.</summary>
    public static IReadOnlyList<Derivation> All =>
    [
        .. OfErrorSurfaces,
        .. OfConvergence,
        .. OfMinibatches,
        .. OfNoisyDescent,
        .. OfMomentum,
        .. OfAdaptiveRates,
        .. OfVanishingGradients,
        .. OfInitialization,
        .. OfDeepLinear,
        .. OfLandscape,
    ];

    /// <summary>What the sources claim and execution refutes: none of these holds.</summary>
    public static IReadOnlyList<Derivation> Mistakes =>
    [
        .. MistakesOfErrorSurfaces,
        .. MistakesOfConvergence,
        .. MistakesOfMinibatches,
        .. MistakesOfMomentum,
        .. MistakesOfAdaptiveRates,
        .. MistakesOfVanishingGradients,
        .. MistakesOfInitialization,
        .. MistakesOfLandscape,
    ];
}
