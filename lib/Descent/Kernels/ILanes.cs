namespace Descent.Kernels;

/// <summary>A vector of <see cref="Count"/> numbers. An operation written once against it runs at 512, 256 and 128 bits with the same bits per number.</summary>
/// <remarks>Comparisons give masks (all bits of a lane set or clear), which <see cref="Select"/> and the bit operators consume.</remarks>
unsafe interface ILanes<V, T> where V : struct, ILanes<V, T> where T : unmanaged
{
    static abstract int Count { get; }

    /// <summary>The constant c, rounded to T, in every lane.</summary>
    static abstract V Of(double c);
    static abstract V All(T value);
    static abstract V Load(T* source);
    static abstract void Store(V x, T* target);

    static abstract V operator +(V a, V b);
    static abstract V operator -(V a, V b);
    static abstract V operator *(V a, V b);
    static abstract V operator /(V a, V b);
    static abstract V operator -(V a);
    static abstract V operator &(V a, V b);
    static abstract V operator |(V a, V b);
    static abstract V operator ^(V a, V b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);
    static abstract V Sqrt(V x);
    static abstract V Abs(V x);
    static abstract V Floor(V x);
    /// <summary>Whether any lane of the mask is set.</summary>
    static abstract bool Any(V mask);
    static abstract V Greater(V a, V b);
    static abstract V GreaterOrEqual(V a, V b);
    static abstract V Equal(V a, V b);
    /// <summary>mask ? a : b, lane by lane.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>p 2ⁿ, rounded once, for whole n with |n| ≤ 2000 (double) or 250 (float) and p of magnitude ½ … 2.</summary>
    static abstract V Scale(V p, V n);
    /// <summary>x = m 2ᵉ with √½ ≤ m &lt; √2, for positive normal x.</summary>
    static abstract V Mantissa(V x, out V e);

    /// <summary>Shifts of the bits of each lane.</summary>
    static abstract V ShiftLeft(V x, int count);
    static abstract V ShiftRight(V x, int count);
    /// <summary>The mask of lanes whose lowest bit is set.</summary>
    static abstract V LowestBit(V x);
    /// <summary>The highest 24 (float) or 53 (double) bits of each lane as a number in [0, 1).</summary>
    static abstract V Fraction(V words);
}
