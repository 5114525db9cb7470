namespace Descent.Kernels;

/// <summary>Bit patterns of IEEE 754 numbers that the vector code shifts and adds.</summary>
static class Bits
{
    /// <summary>1.5 · 2²³: adding it to a small float rounds that to a whole number and leaves the number in the low bits.</summary>
    public const float MagicF = 12582912;
    /// <summary>1.5 · 2⁵²: the same for double.</summary>
    public const double Magic = 6755399441055744;
    public const long Magic64 = 0x4338000000000000;
    public const int One32 = 0x3F800000;
    public const long One64 = 0x3FF0000000000000;
    /// <summary>√½ as float and as double.</summary>
    public const int HalfRoot32 = 0x3F3504F3;
    public const long HalfRoot64 = 0x3FE6A09E667F3BCD;
    /// <summary>2⁵² as double: its low bits hold a whole number.</summary>
    public const ulong TwoTo52 = 0x4330000000000000;
}
