using System.Runtime.CompilerServices;
using System.Text;
using Descent.Tensors;

namespace Descent.Tests.Tensors;

public sealed class NpyTests : IDisposable
{
    readonly string path = Path.Combine(Directory.CreateTempSubdirectory("npy").FullName, "x.npy");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void Files_of_NumPy_are_read_to_the_bit()
    {
        var single = Npy.Load(NumPy("single"));
        Assert.Equal(Precision.Single, single.Precision);
        Assert.Equal("[2×3]", single.Shape.ToString());
        Assert.Equal(Enumerable.Range(0, 6).Select(i => i / 7f), single.ToSingles());

        var values = Npy.Load(NumPy("double"));
        Assert.Equal(Precision.Double, values.Precision);
        Assert.Equal(new[] { 1.0 / 3, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue }.Select(BitConverter.DoubleToInt64Bits), values.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory, InlineData("single"), InlineData("double")]
    public void What_is_written_is_what_NumPy_writes(string name)
    {
        Npy.Save(Npy.Load(NumPy(name)), path);
        Assert.Equal(File.ReadAllBytes(NumPy(name)), File.ReadAllBytes(path));
    }

    [Fact]
    public void A_new_file_replaces_the_old_one_whole()
    {
        Npy.Save(Tensor.Range(0, 1, 1000), path);
        Npy.Save(Tensor.Scalar(7), path);
        Assert.Equal("[]", Npy.Load(path).Shape.ToString());
        Assert.Equal(7, (double)Npy.Load(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Saving_where_nothing_can_be_written_keeps_the_old_file()
    {
        Npy.Save(Tensor.Of(1, 2), path);
        Directory.CreateDirectory(path + ".partial");   // the half file cannot be made
        Assert.ThrowsAny<Exception>(() => Npy.Save(Tensor.Of(3, 4, 5), path));
        Assert.Equal([1, 2], Npy.Load(path).ToArray());
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = File.ReadAllBytes(NumPy("single"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith("x.npy cannot be read as a tensor: ", Assert.Throws<InvalidDataException>(() => Npy.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { "", "it does not begin with the .npy signature" },
        { "PK\u0003\u0004 this is a zip archive", "it does not begin with the .npy signature" },
        { Written("{}"), "its header is not one that NumPy writes" },
        { Written("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"), "its header is not one that NumPy writes" },
        { Written("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }"), "it holds '>f8'; float32 ('<f4') and float64 ('<f8') can be read" },
        { Written("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }"), "it is stored column by column; save it with numpy.ascontiguousarray" },
        { Written("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }"), "its shape (99999999999,) does not fit a tensor" },
        { Written("{'descr': '<f8', 'fortran_order': False, 'shape': (4194304, 4194304, 1048576), }"), "its shape (4194304, 4194304, 1048576) does not fit a tensor" },
        { Written("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "1234567"), "shape [2] needs 16 bytes of data, found 7" },
        { Written("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "12345"), "shape [] needs 4 bytes of data, found 5" },
        { "\u0093NUMPY\u0001\0\u00ff\u00ff{'descr'", "its header of 65535 bytes is longer than the file" },
        { "\u0093NUMPY\u0002\0\u00ff\u00ff\u00ff\u00ff{'descr'", "its header of -1 bytes is longer than the file" },
    };

    static string Written(string header, string data = "") => $"\u0093NUMPY\u0001\0{(char)header.Length}\0{header}{data}";

    [Theory, MemberData(nameof(Damaged))]
    public void Damaged_and_foreign_files_are_named_with_what_is_wrong(string content, string why)
    {
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
        Assert.Equal($"x.npy cannot be read as a tensor: {why}.", Assert.Throws<InvalidDataException>(() => Npy.Load(path)).Message);
    }

    [Fact]
    public void Other_number_types_and_orders_of_NumPy_are_named()
    {
        Assert.Contains("it holds '<i8'", Assert.Throws<InvalidDataException>(() => Npy.Load(NumPy("integers"))).Message, StringComparison.Ordinal);
        Assert.Contains("column by column", Assert.Throws<InvalidDataException>(() => Npy.Load(NumPy("columns"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Npy.Load(path));
    }

    [Fact]
    public void Second_version_of_the_format_is_read()
    {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
        File.WriteAllBytes(path, [.. Encoding.Latin1.GetBytes($"\u0093NUMPY\u0002\0{(char)header.Length}\0\0\0{header}"), .. BitConverter.GetBytes(1.5f)]);
        Assert.Equal([1.5], Npy.Load(path).ToArray());
    }

    static string NumPy(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../reference", name + ".npy");
}
