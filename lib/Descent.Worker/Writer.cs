using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Figures;
using Descent.Tensors;

namespace Descent.Worker;

/// <summary>Writes a message: numbers, texts, types and values, little-endian.</summary>
/// <param name="limit">The most bytes it may have.</param>
sealed class Writer(int limit)
{
    readonly ArrayBufferWriter<byte> bytes = new(256);
    int pieces;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    /// <summary>The functions among the written values; a value holds a function's place in the list.</summary>
    public List<Delegate> Functions { get; } = [];

    public Writer Byte(byte value)
    {
        Space(1)[0] = value;
        return this;
    }

    public Writer Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Space(4), value);
        return this;
    }

    /// <summary>A text, cut to a length where one is given.</summary>
    public Writer Text(string value, int most = int.MaxValue)
    {
        var text = value.AsSpan(0, Math.Min(value.Length, most));
        Int(text.Length);
        MemoryMarshal.AsBytes(text).CopyTo(Space(2L * text.Length));
        return this;
    }

    public Writer Type(Type type)
    {
        var types = type.GetGenericArguments();
        if (type == typeof(bool))
            Byte((byte)Tag.Bool);
        else if (type == typeof(int))
            Byte((byte)Tag.Int);
        else if (type == typeof(long))
            Byte((byte)Tag.Long);
        else if (type == typeof(float))
            Byte((byte)Tag.Single);
        else if (type == typeof(double))
            Byte((byte)Tag.Double);
        else if (type == typeof(string))
            Byte((byte)Tag.Text);
        else if (type == typeof(Tensor))
            Byte((byte)Tag.Tensor);
        else if (type == typeof(Figure))
            Byte((byte)Tag.Figure);
        else if (type.IsArray)
            Byte((byte)Tag.Array).Byte((byte)type.GetArrayRank()).Type(type.GetElementType()!);
        else if (Values.IsTuple(type) || Values.IsFunction(type))
        {
            Byte((byte)(Values.IsTuple(type) ? Tag.Tuple : Tag.Function)).Byte((byte)types.Length);
            foreach (var part in types)
                Type(part);
        }
        else
            throw new ValueException($"a {Values.Name(type)}, which does not cross");
        return this;
    }

    /// <summary>A value of a type that crosses, or null where the type has one.</summary>
    /// <exception cref="ValueException">It has null inside or is too large.</exception>
    public Writer Value(object? value, Type type)
    {
        if (type.IsValueType)
            Content(value!, type, type);
        else if (value is null)
            Byte(0);
        else
            Byte(1).Content(value, type, type);
        return this;
    }

    void Content(object value, Type type, Type whole)
    {
        if (Values.Width(type) == 0 && ++pieces > Values.Pieces)
            throw new ValueException($"a {Values.Name(whole)} of more than {Values.Pieces} pieces");
        switch (value)
        {
            case bool truth:
                Byte(truth ? (byte)1 : (byte)0);
                break;
            case int number:
                Int(number);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(Space(8), number);
                break;
            case float number:
                BinaryPrimitives.WriteSingleLittleEndian(Space(4), number);
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(Space(8), number);
                break;
            case string text:
                Text(text);
                break;
            case Figure figure:
                Text(figure.ToJson());
                break;
            case Tensor tensor:
                Numbers(tensor);
                break;
            case Delegate function:
                Int(Functions.Count);
                Functions.Add(function);
                break;
            case Array array:
                Elements(array, type.GetElementType()!, whole);
                break;
            case ITuple tuple:
                foreach (var (i, part) in type.GetGenericArguments().Index())
                    Content(tuple[i] ?? throw Empty(whole), part, whole);
                break;
            default:
                throw new ValueException($"a {Values.Name(type)}, which does not cross");
        }
    }

    void Elements(Array array, Type element, Type whole)
    {
        for (var axis = 0; axis < array.Rank; axis++)
            Int(array.GetLength(axis));
        if (Values.Width(element) is > 0 and var width)
            MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * width)).CopyTo(Space((long)array.Length * width));
        else
            foreach (var part in array)
                Content(part ?? throw Empty(whole), element, whole);
    }

    void Numbers(Tensor tensor)
    {
        var isSingle = tensor.Precision == Precision.Single;
        Byte(isSingle ? (byte)1 : (byte)0).Byte((byte)tensor.Rank);
        foreach (var size in tensor.Shape)
            Int(size);
        var space = Space((long)tensor.Size * (isSingle ? 4 : 8));
        if (isSingle)
            tensor.CopyTo(MemoryMarshal.Cast<byte, float>(space));
        else
            tensor.CopyTo(MemoryMarshal.Cast<byte, double>(space));
    }

    Span<byte> Space(long count)
    {
        if (bytes.WrittenCount + count > limit)
            throw new ValueException($"a value of more than {limit / 1e6:0.#} MB");
        var space = bytes.GetSpan((int)count)[..(int)count];
        bytes.Advance((int)count);
        return space;
    }

    static ValueException Empty(Type whole) => new($"null inside {Values.Name(whole)}");
}
