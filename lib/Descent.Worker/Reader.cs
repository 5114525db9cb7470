using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Descent.Figures;
using Descent.Tensors;

namespace Descent.Worker;

/// <summary>Reads a message that may come from anybody: every length is compared with the bytes that are there before anything is made of it, and no name
/// is resolved.</summary>
/// <param name="bytes">The message.</param>
/// <param name="function">Makes the function that stands for one of the sender's; without it a message with functions is refused.</param>
sealed class Reader(ReadOnlyMemory<byte> bytes, Func<int, Type, Delegate>? function = null)
{
    int position, parts, pieces;

    int Remaining => bytes.Length - position;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() switch { 0 => false, 1 => true, var other => throw Bad($"a truth value of {other}") };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>A text of at most so many characters.</summary>
    public string Text(int most = int.MaxValue)
    {
        var length = Int();
        return length >= 0 && length <= most ? new string(MemoryMarshal.Cast<byte, char>(Take(2L * length))) : throw Bad($"a text of {length} characters");
    }

    public Type Type(bool asArgument)
    {
        parts = 0;
        var type = Part();
        return Values.Crosses(type, asArgument) ? type : throw Bad($"a {Values.Name(type)} in the wrong place");
    }

    /// <summary>A value of a type; a figure comes as its JSON.</summary>
    public object? Value(Type type)
    {
        pieces = 0;
        return type.IsValueType || Bool() ? Content(type) : null;
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        if (Remaining > 0)
            throw Bad($"{Remaining} bytes too many");
    }

    Type Part()
    {
        if (++parts > Values.Parts)
            throw Bad("a type of too many parts");
        switch ((Tag)Byte())
        {
            case Tag.Bool:
                return typeof(bool);
            case Tag.Int:
                return typeof(int);
            case Tag.Long:
                return typeof(long);
            case Tag.Single:
                return typeof(float);
            case Tag.Double:
                return typeof(double);
            case Tag.Text:
                return typeof(string);
            case Tag.Tensor:
                return typeof(Tensor);
            case Tag.Figure:
                return typeof(Figure);
            case Tag.Array:
                var rank = Byte();
                var element = Part();
                return rank == 1 ? element.MakeArrayType() : rank is > 1 and <= 32 ? element.MakeArrayType(rank) : throw Bad($"an array of rank {rank}");
            case var tag and (Tag.Tuple or Tag.Function):
                var types = new Type[Math.Min(Byte(), (byte)8)];
                for (var i = 0; i < types.Length; i++)
                    types[i] = Part();
                return (tag == Tag.Tuple ? Values.Tuple(types) : Values.Function(types)) ?? throw Bad($"{types.Length} types together");
            case var other:
                throw Bad($"a type with tag {(byte)other}");
        }
    }

    object Content(Type type)
    {
        if (Values.Width(type) == 0 && ++pieces > Values.Pieces)
            throw Bad($"a value of more than {Values.Pieces} pieces");
        return type == typeof(double) ? BinaryPrimitives.ReadDoubleLittleEndian(Take(8))
            : type == typeof(int) ? Int()
            : type == typeof(bool) ? Bool()
            : type == typeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(Take(8))
            : type == typeof(float) ? BinaryPrimitives.ReadSingleLittleEndian(Take(4))
            : type == typeof(string) || type == typeof(Figure) ? Text()
            : type == typeof(Tensor) ? Numbers()
            : type.IsArray ? Elements(type.GetElementType()!, type.GetArrayRank())
            : Values.IsFunction(type) ? (function ?? throw Bad("a function"))(Int(), type)
            : Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(Content)])!;
    }

    Array Elements(Type element, int rank)
    {
        var (lengths, width) = (Lengths(rank), Values.Width(element));
        var count = Count(lengths, Math.Max(width, 1));
        var array = Array.CreateInstance(element, lengths);
        if (width > 0)
        {
            var source = Take((long)count * width);
            if (element == typeof(bool) && source.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw Bad("a truth value that is neither 0 nor 1");
            source.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), source.Length));
            return array;
        }
        var place = new int[rank];
        for (var i = 0; i < count; i++)
        {
            array.SetValue(Content(element), place);
            for (var axis = rank - 1; axis >= 0 && ++place[axis] == lengths[axis]; axis--)
                place[axis] = 0;
        }
        return array;
    }

    Tensor Numbers()
    {
        var isSingle = Bool();
        var lengths = Lengths(Byte());
        var source = Take((long)Count(lengths, isSingle ? 4 : 8) * (isSingle ? 4 : 8));
        return isSingle ? Tensor.From(MemoryMarshal.Cast<byte, float>(source), Shape.Of(lengths)) : Tensor.From(MemoryMarshal.Cast<byte, double>(source), Shape.Of(lengths));
    }

    int[] Lengths(int rank)
    {
        var lengths = new int[rank];
        for (var axis = 0; axis < rank; axis++)
            lengths[axis] = Int() is >= 0 and var length ? length : throw Bad("a negative length");
        return lengths;
    }

    // The number of elements: so many bytes are there, and no product of the lengths overflows.
    int Count(int[] lengths, int width)
    {
        var (count, product) = (1L, 1L);
        foreach (var length in lengths)
        {
            count *= length;
            product = product * Math.Max(length, 1) is <= int.MaxValue and var next ? next : throw Bad("an array that is too large");
        }
        return count * width <= Remaining ? (int)count : throw Bad($"{count} elements where {Remaining} bytes are left");
    }

    ReadOnlySpan<byte> Take(long count)
    {
        if (count > Remaining)
            throw Bad($"{Remaining} bytes where {count} are needed");
        position += (int)count;
        return bytes.Span.Slice(position - (int)count, (int)count);
    }

    static InvalidDataException Bad(string what) => new($"The message has {what}.");
}
