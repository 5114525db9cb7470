namespace Descent.Curvature;

/// <summary>tr H, as random products estimate it.</summary>
/// <param name="Value">The mean of vᵀH v over the probes.</param>
/// <param name="StandardError">The probes' sample deviation over the root of their number; 0 for a diagonal matrix, whose probes all agree.</param>
/// <param name="Products">How many products H v it took.</param>
public sealed record TraceEstimate(double Value, double StandardError, int Products);
