namespace Descent.Optimizers;

/// <summary>A learning rate per step, counted from 0. A plain number is a constant schedule.</summary>
/// <param name="Name">How it is listed.</param>
/// <param name="At">Step ↦ rate.</param>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
public sealed record Schedule(string Name, Func<int, double> At)
{
    /// <summary>The rate of step t.</summary>
    public double this[int t] => At(t);

    /// <summary>η at every step.</summary>
    public static implicit operator Schedule(double η) => Constant(η);

    /// <summary>η at every step.</summary>
    public static Schedule Constant(double η) => new($"{η:G4}", _ => η);

    /// <summary>η factor^⌊t/every⌋.</summary>
    /// <exception cref="ArgumentException">every is not positive.</exception>
    public static Schedule Step(double η, int every, double factor = 0.1) => every > 0
        ? new($"{η:G4}·{factor:G4}^⌊t/{every}⌋", t => η * Math.Pow(factor, t / every))
        : throw new ArgumentException($"A step schedule that changes every {every} steps: at least 1 is needed.");

    /// <summary>c/(t + t₀): the sum of the rates diverges, the sum of their squares does not.</summary>
    /// <remarks>With c = t₀ = 1 and loss ½(w − xₜ)², descent computes the running mean of the xₜ. Source: Robbins and Monro 1951.</remarks>
    /// <exception cref="ArgumentException">t₀ is not positive.</exception>
    public static Schedule InverseTime(double c, double t0 = 1) => t0 > 0
        ? new($"{c:G4}/(t + {t0:G4})", t => c / (t + t0))
        : throw new ArgumentException($"A 1/t schedule that starts at t₀ = {t0}: a positive number is needed.");

    /// <summary>Half a cosine from η to <paramref name="floor"/> over <paramref name="steps"/> steps, then the floor.</summary>
    /// <remarks>Source: Loshchilov and Hutter 2017.</remarks>
    /// <exception cref="ArgumentException">steps is not positive.</exception>
    public static Schedule Cosine(double η, int steps, double floor = 0) => steps > 0
        ? new($"cosine {η:G4} → {floor:G4} in {steps}", t => floor + (η - floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(t, steps) / steps)))
        : throw new ArgumentException($"A cosine over {steps} steps: at least 1 is needed.");

    /// <summary>This schedule, times (t + 1)/steps during the first steps.</summary>
    /// <exception cref="ArgumentException">steps is not positive.</exception>
    public Schedule WarmUp(int steps) => steps > 0
        ? new($"{Name}, warm-up {steps}", t => At(t) * Math.Min(1, (t + 1.0) / steps))
        : throw new ArgumentException($"A warm-up of {steps} steps: at least 1 is needed.");

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
