using Descent.Tensors;

namespace Descent.Worker.Tests;

public class ReaderTests
{
    static byte[] Bytes(params object[] parts) => [.. parts.SelectMany(p => p switch
    {
        Tag tag => [(byte)tag],
        byte b => [b],
        int number => BitConverter.GetBytes(number),
        _ => (byte[])p,
    })];

    static string Refusal(params object[] parts)
    {
        var reader = new Reader(Bytes(parts));
        return Assert.Throws<InvalidDataException>(() =>
        {
            reader.Value(reader.Type(asArgument: true));
            reader.End();
        }).Message;
    }

    [Fact]
    public void A_type_of_too_many_parts_is_refused_before_it_is_made() =>
        Assert.Contains("too many parts", Refusal([.. Enumerable.Repeat((object)Bytes(Tag.Array, (byte)1), 1000), Tag.Double]));

    [Fact]
    public void A_tuple_of_tuples_is_refused_when_it_grows() =>
        Assert.Contains("too many parts", Refusal([.. Enumerable.Repeat((object)Bytes(Tag.Tuple, (byte)7), 1000)]));

    [Fact]
    public void Unknown_tags_ranks_and_sizes_are_refused()
    {
        Assert.Contains("tag 0", Refusal((byte)0));
        Assert.Contains("tag 200", Refusal((byte)200));
        Assert.Contains("rank 0", Refusal(Tag.Array, (byte)0, Tag.Double));
        Assert.Contains("rank 33", Refusal(Tag.Array, (byte)33, Tag.Double));
        Assert.Contains("0 types", Refusal(Tag.Tuple, (byte)0));
        Assert.Contains("8 types", Refusal(Tag.Tuple, (byte)255, Enumerable.Repeat((byte)Tag.Int, 255).ToArray()));
        Assert.Contains("wrong place", Refusal(Tag.Array, (byte)1, Tag.Function, (byte)1, Tag.Double));
        Assert.Contains("a function", Refusal(Tag.Function, (byte)1, Tag.Double, (byte)1, 0));
    }

    [Fact]
    public void Lengths_beyond_the_bytes_that_are_there_allocate_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("elements", Refusal(Tag.Array, (byte)1, Tag.Double, (byte)1, int.MaxValue));
        Assert.Contains("elements", Refusal(Tag.Array, (byte)1, Tag.Text, (byte)1, 100_000_000));
        Assert.Contains("too large", Refusal(Tag.Array, (byte)2, Tag.Double, (byte)1, 1 << 20, 1 << 20));
        Assert.Contains("too large", Refusal(Tag.Array, (byte)3, Tag.Double, (byte)1, int.MaxValue, int.MaxValue, 0));
        Assert.Contains("negative", Refusal(Tag.Array, (byte)1, Tag.Double, (byte)1, -1));
        Assert.Contains("bytes", Refusal(Tag.Text, (byte)1, int.MaxValue));
        Assert.Contains("text of -1", Refusal(Tag.Text, (byte)1, -1));
        Assert.Contains("too large", Refusal(Tag.Tensor, (byte)1, (byte)0, (byte)4, 1 << 16, 1 << 16, 1 << 16, 1 << 16));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_truth_value_is_0_or_1()
    {
        Assert.Contains("truth value", Refusal(Tag.Bool, (byte)2));
        Assert.Contains("truth value", Refusal(Tag.Array, (byte)1, Tag.Bool, (byte)1, 2, (byte)1, (byte)255));
        Assert.Contains("truth value", Refusal(Tag.Array, (byte)1, Tag.Bool, (byte)2));
    }

    [Fact]
    public void Null_inside_and_bytes_too_many_are_refused()
    {
        Assert.Contains("1 bytes too many", Refusal(Tag.Bool, (byte)1, (byte)1));
        Assert.Contains("bytes", Refusal(Tag.Array, (byte)1, Tag.Text, (byte)1, 1));
    }

    [Fact]
    public void Damaged_messages_are_refused_and_do_nothing_else()
    {
        var random = new Random(1);
        Type[] types = [typeof((double[], string[], Tensor)), typeof(double[][]), typeof((int, bool[,])[]), typeof(string)];
        object[] values = [(new[] { 1.0, 2 }, new[] { "ab", "c" }, Tensor.Of(1, 2)), new double[][] { [1], [2, 3] }, new[] { (1, new[,] { { true } }) }, "text"];
        var refused = 0;
        for (var trial = 0; trial < 20_000; trial++)
        {
            var k = trial % types.Length;
            var bytes = new Writer(10_000).Type(types[k]).Value(values[k], types[k]).Written.ToArray();
            for (var i = random.Next(3); i >= 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var reader = new Reader(bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            try
            {
                _ = reader.Value(reader.Type(asArgument: false));
                reader.End();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 10_000, 20_000);
    }
}
