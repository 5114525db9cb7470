using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>One line of a derivation: left = right. The two sides run through different code: <c>left</c> simulates, enumerates, integrates or measures; <c>right</c> is
/// the formula, kept as a tree so that <see cref="Mutants"/> can spoil it.</summary>
/// <param name="Formula">This line in LaTeX without dollar signs: "= \\frac{\\sigma^2}{N}".</param>
/// <param name="Reason">Why the line follows, in one short sentence, which may contain <c>$…$</c>.</param>
public abstract record Step(string Formula, string Reason)
{
    /// <summary>Checks this line on what the seed draws.</summary>
    public abstract Outcome Check(ulong seed = 1);

    /// <summary>This line with one thing wrong in its formula: a sign flipped, a term dropped, a factor doubled. A check worth its name refutes every one of them.</summary>
    public abstract IEnumerable<(string Change, Step Mutant)> Mutants();

    /// <summary>Both sides agree on random instances: |left − right| ≤ within · max(|left|, |right|, scale).</summary>
    /// <param name="formula">The line in LaTeX.</param>
    /// <param name="reason">Why it follows.</param>
    /// <param name="draw">A random instance; a named tuple is handy.</param>
    /// <param name="left">What is simulated or measured.</param>
    /// <param name="right">The formula.</param>
    /// <param name="within">Number of roundings × 2⁻⁵³, or the stated error of a quadrature.</param>
    /// <param name="instances">How many are drawn.</param>
    /// <param name="scale">The size of the terms, where they cancel.</param>
    /// <param name="names">The words of <paramref name="draw"/>: they name the numbers of a counter-example.</param>
    public static Step Equal<T>(string formula, string reason, Func<Rng, T> draw, Func<T, double> left, Expression<Func<T, double>> right,
        double within = 1e-12, int instances = 100, Func<T, double>? scale = null, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Equality<T>(formula, reason, Trials.Random(draw, instances, names), x => Tensor.Scalar(left(x)), Right.Of(right), within, scale);

    /// <summary>Both sides agree on random instances: ‖left − right‖ ≤ within · max(‖left‖, ‖right‖, scale).</summary>
    /// <inheritdoc cref="Equal{T}(string, string, Func{Rng, T}, Func{T, double}, Expression{Func{T, double}}, double, int, Func{T, double}, string)"/>
    public static Step Equal<T>(string formula, string reason, Func<Rng, T> draw, Func<T, Tensor> left, Expression<Func<T, Tensor>> right,
        double within = 1e-12, int instances = 100, Func<T, double>? scale = null, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Equality<T>(formula, reason, Trials.Random(draw, instances, names), left, Right.Of(right), within, scale);

    /// <summary>Both sides agree on every case of a list.</summary>
    /// <inheritdoc cref="Equal{T}(string, string, Func{Rng, T}, Func{T, double}, Expression{Func{T, double}}, double, int, Func{T, double}, string)"/>
    public static Step Equal<T>(string formula, string reason, IReadOnlyList<T> cases, Func<T, double> left, Expression<Func<T, double>> right,
        double within = 1e-12, Func<T, double>? scale = null, [CallerArgumentExpression(nameof(cases))] string names = "") =>
        new Equality<T>(formula, reason, Trials.All(cases, names), x => Tensor.Scalar(left(x)), Right.Of(right), within, scale);

    /// <summary>Both sides agree on every case of a list.</summary>
    /// <inheritdoc cref="Equal{T}(string, string, Func{Rng, T}, Func{T, double}, Expression{Func{T, double}}, double, int, Func{T, double}, string)"/>
    public static Step Equal<T>(string formula, string reason, IReadOnlyList<T> cases, Func<T, Tensor> left, Expression<Func<T, Tensor>> right,
        double within = 1e-12, Func<T, double>? scale = null, [CallerArgumentExpression(nameof(cases))] string names = "") =>
        new Equality<T>(formula, reason, Trials.All(cases, names), left, Right.Of(right), within, scale);

    /// <summary>An expectation by Monte Carlo: the mean of independent replicates lies within 5 of its standard errors of right, and one standard error is
    /// below 1/40 of max(|right|, scale), so that a doubled factor cannot hide.</summary>
    /// <param name="formula">The line in LaTeX.</param>
    /// <param name="reason">Why it follows.</param>
    /// <param name="draw">A random instance.</param>
    /// <param name="draws">A vector of at least two independent replicates for an instance.</param>
    /// <param name="right">Their expectation.</param>
    /// <param name="instances">How many are drawn.</param>
    /// <param name="scale">The size of the replicates, where their expectation is 0.</param>
    /// <param name="names">The words of <paramref name="draw"/>.</param>
    public static Step Sampled<T>(string formula, string reason, Func<Rng, T> draw, Func<T, Rng, Tensor> draws, Expression<Func<T, double>> right,
        int instances = 3, Func<T, double>? scale = null, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Expectation<T>(formula, reason, Trials.Random(draw, instances, names), draws, Right.Of(right), scale);

    /// <inheritdoc cref="Sampled{T}(string, string, Func{Rng, T}, Func{T, Rng, Tensor}, Expression{Func{T, double}}, int, Func{T, double}, string)"/>
    public static Step Sampled<T>(string formula, string reason, IReadOnlyList<T> cases, Func<T, Rng, Tensor> draws, Expression<Func<T, double>> right,
        Func<T, double>? scale = null, [CallerArgumentExpression(nameof(cases))] string names = "") =>
        new Expectation<T>(formula, reason, Trials.All(cases, names), draws, Right.Of(right), scale);

    /// <summary>An expansion: left(x, h) − right(x, h) = O(h^order), by the slope of its logarithm as h is halved.</summary>
    /// <param name="formula">The line in LaTeX.</param>
    /// <param name="reason">Why it follows.</param>
    /// <param name="draw">A random instance; h is drawn by nobody: it runs from 2⁻³ to 2⁻¹², less far where rounding sets in.</param>
    /// <param name="left">What is expanded.</param>
    /// <param name="right">The terms below the order.</param>
    /// <param name="order">Order of the remainder.</param>
    /// <param name="instances">How many are drawn.</param>
    /// <param name="names">The words of <paramref name="draw"/>.</param>
    public static Step Taylor<T>(string formula, string reason, Func<Rng, T> draw, Func<T, double, double> left, Expression<Func<T, double, double>> right,
        int order, int instances = 10, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Expansion<T>(formula, reason, Trials.Random(draw, instances, names), (x, h) => Tensor.Scalar(left(x, h)), Right.Of(right), order);

    /// <inheritdoc cref="Taylor{T}(string, string, Func{Rng, T}, Func{T, double, double}, Expression{Func{T, double, double}}, int, int, string)"/>
    public static Step Taylor<T>(string formula, string reason, Func<Rng, T> draw, Func<T, double, Tensor> left, Expression<Func<T, double, Tensor>> right,
        int order, int instances = 10, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Expansion<T>(formula, reason, Trials.Random(draw, instances, names), left, Right.Of(right), order);

    /// <summary>An inequality that cannot be improved: left ≤ right on random instances, and left = right on those of <paramref name="attained"/>.</summary>
    /// <param name="formula">The line in LaTeX.</param>
    /// <param name="reason">Why it follows.</param>
    /// <param name="draw">A random instance.</param>
    /// <param name="left">What is bounded.</param>
    /// <param name="right">The bound.</param>
    /// <param name="attained">A random instance at which the two are equal.</param>
    /// <param name="within">Relative rounding error of both sides.</param>
    /// <param name="instances">How many are drawn of either kind.</param>
    /// <param name="names">The words of <paramref name="draw"/>.</param>
    public static Step Bound<T>(string formula, string reason, Func<Rng, T> draw, Func<T, double> left, Expression<Func<T, double>> right, Func<Rng, T> attained,
        double within = 1e-12, int instances = 100, [CallerArgumentExpression(nameof(draw))] string names = "") =>
        new Inequality<T>(formula, reason, Trials.Random(draw, instances, names), Trials.Random(attained, instances, names), left, Right.Of(right), within);
}
