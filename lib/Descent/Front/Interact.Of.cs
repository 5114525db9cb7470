using System.Runtime.CompilerServices;
using Descent.Figures;

namespace Descent.Front;

/// <content>Experiments of one to five parameters. The last arguments are filled in by the compiler: the text that "Copy as C#" copies.</content>
public sealed partial class Interact
{
    /// <summary>A figure for each value of one parameter.</summary>
    /// <param name="p1">What the reader sets.</param>
    /// <param name="figure">The figure at a value. A pure function: it is called once for each setting, and again when values are computed live.</param>
    /// <param name="code">Left to the compiler.</param>
    /// <param name="e1">Left to the compiler.</param>
    /// <exception cref="InvalidOperationException">The states need more than 300 kB (the message says which parameter to thin), or the function failed at some setting.</exception>
    public static Interact Of<T1>(Parameter<T1> p1, Func<T1, Figure> figure,
        [CallerArgumentExpression(nameof(figure))] string code = "", [CallerArgumentExpression(nameof(p1))] string e1 = "") =>
        new([p1], v => figure((T1)v[0]), code, e1);

    /// <summary>A figure for each setting of two parameters.</summary>
    /// <inheritdoc cref="Of{T1}(Parameter{T1}, Func{T1, Figure}, string, string)"/>
    public static Interact Of<T1, T2>(Parameter<T1> p1, Parameter<T2> p2, Func<T1, T2, Figure> figure,
        [CallerArgumentExpression(nameof(figure))] string code = "", [CallerArgumentExpression(nameof(p1))] string e1 = "", [CallerArgumentExpression(nameof(p2))] string e2 = "") =>
        new([p1, p2], v => figure((T1)v[0], (T2)v[1]), code, e1, e2);

    /// <summary>A figure for each setting of three parameters.</summary>
    /// <inheritdoc cref="Of{T1}(Parameter{T1}, Func{T1, Figure}, string, string)"/>
    public static Interact Of<T1, T2, T3>(Parameter<T1> p1, Parameter<T2> p2, Parameter<T3> p3, Func<T1, T2, T3, Figure> figure,
        [CallerArgumentExpression(nameof(figure))] string code = "", [CallerArgumentExpression(nameof(p1))] string e1 = "", [CallerArgumentExpression(nameof(p2))] string e2 = "", [CallerArgumentExpression(nameof(p3))] string e3 = "") =>
        new([p1, p2, p3], v => figure((T1)v[0], (T2)v[1], (T3)v[2]), code, e1, e2, e3);

    /// <summary>A figure for each setting of four parameters.</summary>
    /// <inheritdoc cref="Of{T1}(Parameter{T1}, Func{T1, Figure}, string, string)"/>
    public static Interact Of<T1, T2, T3, T4>(Parameter<T1> p1, Parameter<T2> p2, Parameter<T3> p3, Parameter<T4> p4, Func<T1, T2, T3, T4, Figure> figure,
        [CallerArgumentExpression(nameof(figure))] string code = "", [CallerArgumentExpression(nameof(p1))] string e1 = "", [CallerArgumentExpression(nameof(p2))] string e2 = "", [CallerArgumentExpression(nameof(p3))] string e3 = "", [CallerArgumentExpression(nameof(p4))] string e4 = "") =>
        new([p1, p2, p3, p4], v => figure((T1)v[0], (T2)v[1], (T3)v[2], (T4)v[3]), code, e1, e2, e3, e4);

    /// <summary>A figure for each setting of five parameters.</summary>
    /// <inheritdoc cref="Of{T1}(Parameter{T1}, Func{T1, Figure}, string, string)"/>
    public static Interact Of<T1, T2, T3, T4, T5>(Parameter<T1> p1, Parameter<T2> p2, Parameter<T3> p3, Parameter<T4> p4, Parameter<T5> p5, Func<T1, T2, T3, T4, T5, Figure> figure,
        [CallerArgumentExpression(nameof(figure))] string code = "", [CallerArgumentExpression(nameof(p1))] string e1 = "", [CallerArgumentExpression(nameof(p2))] string e2 = "", [CallerArgumentExpression(nameof(p3))] string e3 = "", [CallerArgumentExpression(nameof(p4))] string e4 = "", [CallerArgumentExpression(nameof(p5))] string e5 = "") =>
        new([p1, p2, p3, p4, p5], v => figure((T1)v[0], (T2)v[1], (T3)v[2], (T4)v[3], (T5)v[4]), code, e1, e2, e3, e4, e5);
}
