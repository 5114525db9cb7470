using System.Linq.Expressions;
using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>The right side of a step: a formula as a tree, and as the function it compiles to.</summary>
sealed class Right<TFunction>(LambdaExpression tree, Func<LambdaExpression, TFunction> compile)
{
    readonly Lazy<TFunction> value = new(() => compile(tree));

    public TFunction Value => value.Value;

    /// <summary>What the formula calls its instance.</summary>
    public string Letter => tree.Parameters[0].Name!;

    /// <summary>The formula with one thing wrong, for every thing that can be.</summary>
    public IEnumerable<(string Change, Right<TFunction> Mutant)> Mutants() =>
        Mutation.Of(tree).Select(m => (m.Change, new Right<TFunction>(m.Mutant, compile)));
}

/// <summary>Formulas of numbers become formulas of tensors of one element: every step compares tensors.</summary>
static class Right
{
    public static Right<Func<T, Tensor>> Of<T>(Expression<Func<T, Tensor>> tree) => new(tree, t => ((Expression<Func<T, Tensor>>)t).Compile());

    public static Right<Func<T, double, Tensor>> Of<T>(Expression<Func<T, double, Tensor>> tree) => new(tree, t => ((Expression<Func<T, double, Tensor>>)t).Compile());

    public static Right<Func<T, Tensor>> Of<T>(Expression<Func<T, double>> tree) => new(tree, t =>
    {
        var f = ((Expression<Func<T, double>>)t).Compile();
        return x => Tensor.Scalar(f(x));
    });

    public static Right<Func<T, double, Tensor>> Of<T>(Expression<Func<T, double, double>> tree) => new(tree, t =>
    {
        var f = ((Expression<Func<T, double, double>>)t).Compile();
        return (x, h) => Tensor.Scalar(f(x, h));
    });
}
