namespace Descent.Kernels;

/// <summary>The innermost loop of a product: C of <see cref="Rows"/> rows by <see cref="Vectors"/> vectors, kept in registers while k runs.</summary>
unsafe interface ITile<V, T> where V : struct, ILanes<V, T> where T : unmanaged
{
    static abstract int Rows { get; }
    static abstract int Vectors { get; }

    /// <summary>C = A B, or C += A B, with A at a + row·aRow + p·aStep, B at b + p·bStep, C at c + row·cRow.</summary>
    static abstract void Run(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool add);
}
