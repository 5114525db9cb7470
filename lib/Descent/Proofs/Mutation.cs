using System.Linq.Expressions;
using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>A formula with one thing wrong in it: a sign flipped, a term dropped, a factor or an argument doubled.</summary>
/// <param name="wanted">Which of the possible changes, counted as the tree is read.</param>
sealed class Mutation(int wanted) : ExpressionVisitor
{
    int seen;
    string? change;
    Expression? above;

    /// <summary>Every formula that differs from this one by one change.</summary>
    public static IEnumerable<(string Change, LambdaExpression Mutant)> Of(LambdaExpression formula)
    {
        for (var i = 0; ; i++)
        {
            var mutation = new Mutation(i);
            var body = mutation.Visit(formula.Body)!;
            if (mutation.change is null)
                yield break;
            yield return (mutation.change, Expression.Lambda(formula.Type, body, formula.Parameters));
        }
    }

    public override Expression? Visit(Expression? node)
    {
        if (node is null || change is not null)
            return node;
        foreach (var mutant in Mutants(node))
            if (seen++ == wanted)
            {
                change = $"{node} → {mutant}";
                return mutant;
            }
        if (node.NodeType == ExpressionType.Convert)
            return base.Visit(node);
        var outer = above;
        above = node;
        var copy = base.Visit(node);
        above = outer;
        return copy;
    }

    IEnumerable<Expression> Mutants(Expression node)
    {
        if (!IsNumber(node))
            yield break;
        if (node is BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract } sum)
        {
            yield return sum.NodeType == ExpressionType.Add ? Expression.Subtract(sum.Left, sum.Right) : Expression.Add(sum.Left, sum.Right);
            yield return Alone(sum.Left, sum);
            yield return Alone(sum.NodeType == ExpressionType.Add ? sum.Right : Expression.Negate(sum.Right), sum);
        }
        if (node is UnaryExpression { NodeType: ExpressionType.Negate } minus)
            yield return minus.Operand;
        if (IsZero(node))
        {
            if (above is null)
                yield return One(node);
        }
        else if (node.NodeType != ExpressionType.Convert && (IsProduct(node) ? above is null || !IsProduct(above) : above is null || above is MethodCallExpression && node is not LambdaExpression && node.Type != typeof(Tensor)))
            yield return Doubled(node);
    }

    // A term that stays, of the type the sum had.
    static Expression Alone(Expression term, BinaryExpression sum) => term.Type == sum.Type
        ? term : Expression.Add(term, Expression.Multiply(Expression.Constant(0.0), term == sum.Left ? sum.Right : sum.Left));

    static BinaryExpression Doubled(Expression node) => node is BinaryExpression { NodeType: ExpressionType.Divide } quotient
        ? Expression.Divide(quotient.Left, Times2(quotient.Right)) : Times2(node);

    static BinaryExpression Times2(Expression node) => node.Type == typeof(int)
        ? Expression.Multiply(Expression.Constant(2), node) : Expression.Multiply(Expression.Constant(2.0), node);

    static Expression One(Expression zero) => zero.Type == typeof(Tensor) ? Expression.Add(zero, Expression.Constant(1.0)) : zero.Type == typeof(int) ? Expression.Constant(1) : Expression.Constant(1.0);

    static bool IsNumber(Expression node) => node.Type == typeof(double) || node.Type == typeof(int) || node.Type == typeof(Tensor);

    static bool IsProduct(Expression node) => node is BinaryExpression { NodeType: ExpressionType.Multiply or ExpressionType.Divide } or MethodCallExpression { Method.Name: nameof(Tensor.MatMul) or nameof(Tensor.Dot) };

    static bool IsZero(Expression node) => node is ConstantExpression { Value: 0 or 0.0 } or MethodCallExpression { Method.Name: nameof(Tensor.Zeros) };
}
