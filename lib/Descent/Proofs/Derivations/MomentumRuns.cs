using System.Numerics;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>What the left sides of the derivations of momentum run.</summary>
static class MomentumRuns
{
    /// <summary>The last of k steps from rest along given gradients, numbered from 1.</summary>
    public static double Push(double η, double μ, int k, Func<int, double> gradient)
    {
        var Δ = 0.0;
        for (var j = 1; j <= k; j++)
            Δ = μ * Δ - η * gradient(j);
        return Δ;
    }

    /// <summary>Where a ball released at 1 in a bowl of curvature λ is after some steps.</summary>
    public static double Roll(double λ, double η, double μ, int steps)
    {
        var (w, Δ) = (1.0, 0.0);
        for (var t = 0; t < steps; t++)
            w += Δ = μ * Δ - η * λ * w;
        return w;
    }

    public static (double Now, double Before) Heavy(double ηλ, double μ, (double Now, double Before) s) => (s.Now + μ * (s.Now - s.Before) - ηλ * s.Now, s.Now);

    public static (double Now, double Before) Ahead(double ηλ, double μ, (double Now, double Before) w)
    {
        var ahead = w.Now + μ * (w.Now - w.Before);
        return (ahead - ηλ * ahead, w.Now);
    }

    /// <summary>det(M − zI), where M is what a step does to (1, 0) and (0, 1).</summary>
    public static double Determinant(Func<double, double, (double, double), (double Now, double Before)> step, double ηλ, double μ, double z)
    {
        var (first, second) = (step(ηλ, μ, (1, 0)), step(ηλ, μ, (0, 1)));
        return (first.Now - z) * (second.Before - z) - second.Now * first.Before;
    }

    /// <summary>A mode with real roots: less curvature than critical damping has.</summary>
    public static (double ηλ, double μ) Creeping(Rng rng)
    {
        var μ = 0.1 + 0.8 * rng.Next();
        return (0.9 * rng.Next() * HeavyBall.CriticalMomentum(μ), μ);
    }

    /// <summary>Both roots of z² − trace z + determinant by Weierstrass's simultaneous iteration.</summary>
    public static Complex[] Roots(double trace, double determinant)
    {
        Complex z1 = new(0.4, 0.9), z2 = Complex.One;
        Complex Value(Complex z) => (z - trace) * z + determinant;
        for (var i = 0; i < 60 && z1 != z2; i++)
        {
            z1 -= Value(z1) / (z1 - z2);
            z2 -= Value(z2) / (z2 - z1);
        }
        return [z1, z2];
    }

    /// <summary>The lowest point of a function with one valley on [low, high], by golden section down to rounding. Where two roots meet, |z| answers a rounding u of μ by √u.</summary>
    public static (double At, double Value) Lowest(Func<double, double> f, double low = 0, double high = 0.999)
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 80; i++)
        {
            var (a, b) = (high - golden * (high - low), low + golden * (high - low));
            (low, high) = f(a) < f(b) ? (low, b) : (a, high);
        }
        return ((low + high) / 2, f((low + high) / 2));
    }

    /// <summary>Where a function that starts below 1 and stays above it once it is, passes 1.</summary>
    public static double Edge(Func<double, double> f, double high)
    {
        var low = 0.0;
        for (var i = 0; i < 60; i++)
            (low, high) = (low + high) / 2 is var middle && f(middle) < 1 ? (middle, high) : (low, middle);
        return (low + high) / 2;
    }

    /// <summary>η and μ of the smallest rate for curvatures between two, by search.</summary>
    public static (double η, double μ, double Rate) Best(double λmin, double λmax)
    {
        var (η, rate) = Lowest(η => Lowest(μ => HeavyBall.Rate(η, μ, λmin, λmax)).Value, 0, 4 / λmax);
        return (η, Lowest(μ => HeavyBall.Rate(η, μ, λmin, λmax)).At, rate);
    }

    public static double Energy(double m, double w, double v) => m * v * v / 2 + w * w * w * w / 4;
}
