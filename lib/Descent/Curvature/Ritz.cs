namespace Descent.Curvature;

/// <summary>The ends of a spectrum, as Lanczos finds them.</summary>
/// <param name="Top">The largest eigenvalues, descending.</param>
/// <param name="Bottom">The smallest eigenvalues, ascending.</param>
/// <param name="Products">How many products H v it took.</param>
public sealed record Ritz(IReadOnlyList<Eigenpair> Top, IReadOnlyList<Eigenpair> Bottom, int Products);
