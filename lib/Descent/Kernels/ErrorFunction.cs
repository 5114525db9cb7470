using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>The error function.</summary>
static class ErrorFunction
{
    /// <summary>erf x: x + x A(x²) below 1, else 1 − e^(−x²) G((|x| − c)/(|x| + c)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var a = V.Abs(x);
        var square = a * a;
        var near = V.Fma(a, Near<V, T>(square), a);
        var (center, end) = (V.Of(typeof(T) == typeof(float) ? 2 : 2.5), V.Of(typeof(T) == typeof(float) ? 4 : 6));
        var far = V.Select(V.Greater(a, end), end, a);
        far = V.Of(1) - Functions.Exp<V, T>(-(far * far)) * Far<V, T>((far - center) / (far + center));
        return V.Select(V.Greater(V.Of(1), a), near, far) | (x & V.Of(-0.0));
    }

    /// <summary>erf x / x − 1 at z = x² ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Near<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(7.85384405e-05), -0.000801018925, 0.00518832732, -0.0268538118, 0.112835852), -0.376126258, 0.128379166)
        : Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(-7.77944891324782e-10),
            1.3710969859773255e-08, -1.6206311317613116e-07, 1.644713125315939e-06, -1.492471227639966e-05),
            0.00012055293575585293, -0.0008548325929271576, 0.00522397760611762, -0.026866170643111375),
            0.11283791670944185, -0.3761263890318352, 0.12837916709551256);

    /// <summary>erfc x · e^(x²) at t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Far<V, T>(V t) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(t, Functions.Horner<V, T>(t, V.Of(0.00721255212), 0.0037297402, -0.0789869058, 0.24165727, -0.427185854), 0.255395678)
        : Functions.Horner<V, T>(t, Functions.Horner<V, T>(t, Functions.Horner<V, T>(t, V.Of(7.528085634101089e-06),
            1.6756705170557557e-05, -3.574523362381349e-05, -0.00012948643727261588, 0.00022826740741878574),
            0.0008759136039015816, -0.002642362726068504, -0.003993700619684079, 0.03992253909517579),
            -0.12503305238172835, 0.25171319321718805, -0.3717367339489765, 0.2108063640611437);
}
