using Descent.Data;

namespace Descent.Tests.Data;

[Collection("DESCENT_DATA")]
public class IdxTests
{
    static byte[] Images(int count, byte magic = 3) =>
        [0, 0, 8, magic, 0, 0, 0, (byte)count, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 6 * count).Select(i => (byte)i)];

    static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => Idx.Read(path, 3)).Message;

    [Fact]
    public void The_genuine_labels_have_their_known_counts()
    {
        var labels = Idx.Read(DataFiles.Find("train-labels-idx1-ubyte.gz"), 1);
        Assert.Equal([60000], labels.Shape);
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], labels.Values[..10]);
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Enumerable.Range(0, 10).Select(c => labels.Values.Count(y => y == c)));
    }

    [Fact]
    public void Compressed_and_plain_files_read_the_same()
    {
        using var data = new TemporaryData();
        File.WriteAllBytes(data["plain"], Images(2));
        var plain = Idx.Read(data["plain"], 3);
        var packed = Idx.Read(data.Compress("packed.gz", Images(2)), 3);
        Assert.Equal([2, 2, 3], plain.Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), plain.Values);
        Assert.Equal(plain.Values, packed.Values);
    }

    [Fact]
    public void A_file_that_is_too_short_names_expected_and_found()
    {
        using var data = new TemporaryData();
        Assert.StartsWith("short.gz: expected 28 bytes after decompression, found 23.", Refusal(data.Compress("short.gz", Images(2)[..23])));
        Assert.StartsWith("head.gz: expected at least 16 bytes after decompression, found 7.", Refusal(data.Compress("head.gz", Images(2)[..7])));
        Assert.StartsWith("empty.gz: expected at least 16 bytes after decompression, found 0.", Refusal(data.Compress("empty.gz", [])));
    }

    [Fact]
    public void A_file_that_is_too_long_names_expected_and_found()
    {
        using var data = new TemporaryData();
        Assert.StartsWith("long.gz: expected 28 bytes after decompression, found 30.", Refusal(data.Compress("long.gz", [.. Images(2), 1, 2])));
    }

    [Fact]
    public void A_wrong_magic_number_names_expected_and_found()
    {
        using var data = new TemporaryData();
        Assert.StartsWith("labels.gz: expected the magic number 2051 (unsigned bytes, 3 dimensions), found 2049.", Refusal(data.Compress("labels.gz", Images(2, magic: 1))));
    }

    [Fact]
    public void Impossible_sizes_are_refused_before_anything_is_allocated()
    {
        using var data = new TemporaryData();
        Assert.Contains("found 2130706432 × 2130706432 × 2130706432", Refusal(data.Compress("huge.gz", [0, 0, 8, 3, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0])));
        Assert.Contains("found -1 × 2 × 3", Refusal(data.Compress("negative.gz", [0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 2, 0, 0, 0, 3])));
    }

    [Fact]
    public void A_truncated_download_of_the_genuine_images_is_refused()
    {
        using var data = new TemporaryData();
        var genuine = Path.Combine(RepositoryData, "t10k-images-idx3-ubyte.gz");
        File.WriteAllBytes(data["t10k-images-idx3-ubyte.gz"], File.ReadAllBytes(genuine)[..100_000]);
        Assert.Matches(@"^t10k-images-idx3-ubyte\.gz: expected 7,840,016 bytes after decompression, found \d{3},\d{3}\.", Refusal(data["t10k-images-idx3-ubyte.gz"]));
    }

    [Fact]
    public void A_flipped_bit_is_noticed()
    {
        using var data = new TemporaryData();
        var path = data.Compress("flipped.gz", Images(40));
        var bytes = File.ReadAllBytes(path);
        bytes[^6] ^= 1; // in the checksum gzip stores at its end
        File.WriteAllBytes(path, bytes);
        Assert.StartsWith("flipped.gz: expected", Refusal(path));
        File.WriteAllBytes(path, [1, 2, 3, .. bytes]);
        Assert.StartsWith("flipped.gz: expected at least 16 bytes after decompression, found 0.", Refusal(path));
    }

    static string RepositoryData { get; } = Root();

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Course.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "datasets");
    }
}
