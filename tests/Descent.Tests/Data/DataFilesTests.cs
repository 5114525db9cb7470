using System.Text;
using Descent.Data;

namespace Descent.Tests.Data;

[Collection("DESCENT_DATA")]
public class DataFilesTests
{
    const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // SHA-256 of "abc", FIPS 180-2

    [Fact]
    public void The_files_of_the_repository_are_genuine()
    {
        var checks = DataFiles.Verify();
        Assert.Equal(6, checks.Count);
        Assert.All(checks, check => Assert.True(check.Holds, check.ToString()));
    }

    [Fact]
    public void Every_file_is_described_with_its_checksum_and_size()
    {
        var page = File.ReadAllText(DataFiles.Find("README.md"));
        foreach (var check in DataFiles.Verify())
            Assert.Contains($"| {check.File} | {new FileInfo(DataFiles.Find(check.File)).Length:N0} | `{check.Expected}` |", page);
        Assert.Equal(["README.md", "checksums.txt", .. DataFiles.Verify().Select(check => check.File)],
            Directory.GetFiles(DataFiles.Folder).Select(Path.GetFileName).OrderBy(file => file!.Contains(".gz")).ThenBy(file => file, StringComparer.Ordinal));
    }

    [Fact]
    public void Verify_tells_good_changed_and_missing_files_apart()
    {
        using var data = new TemporaryData();
        data.Write("good", "abc");
        data.Write("changed", "abcd");
        data.Write("checksums.txt", $"{Abc}  good\n{Abc}  changed\n{Abc}  missing\n");
        var checks = DataFiles.Verify();
        Assert.Equal([true, false, false], checks.Select(check => check.Holds));
        Assert.Equal("good: ok", checks[0].ToString());
        Assert.StartsWith($"changed: expected SHA-256 {Abc}, found 88d4266f", checks[1].ToString());
        Assert.Equal($"missing: expected SHA-256 {Abc}, found no such file", checks[2].ToString());
    }

    [Fact]
    public void A_broken_list_of_checksums_names_its_line()
    {
        using var data = new TemporaryData();
        data.Write("checksums.txt", $"{Abc}  good\nhello\n");
        var error = Assert.Throws<InvalidDataException>(DataFiles.Verify);
        Assert.Contains("checksums.txt, line 2", error.Message);
        Assert.Contains("found \"hello\"", error.Message);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_folder_that_lacks_it()
    {
        using var data = new TemporaryData();
        var error = Assert.Throws<FileNotFoundException>(Text.MobyDick);
        Assert.Contains("moby-dick.txt.gz: expected in " + data.Folder, error.Message);
        Assert.Contains("data verify", error.Message);
    }

    [Fact]
    public void A_wrong_variable_is_named()
    {
        using var data = new TemporaryData();
        Environment.SetEnvironmentVariable("DESCENT_DATA", data["nowhere"]);
        var error = Assert.Throws<DirectoryNotFoundException>(() => DataFiles.Folder);
        Assert.Contains("DESCENT_DATA names " + data["nowhere"], error.Message);
    }

    [Fact]
    public void Without_a_variable_the_nearest_folder_above_is_found()
    {
        using var data = new TemporaryData();
        var deep = Directory.CreateDirectory(Path.Combine(data.Folder, "notebooks", "deep")).FullName;
        Directory.CreateDirectory(data["datasets"]);
        var error = Assert.Throws<DirectoryNotFoundException>(() => DataFiles.Nearest(deep));
        Assert.Contains($"in or above {deep}", error.Message);
        Assert.Contains("set the environment variable DESCENT_DATA", error.Message);
        data.Write("datasets/checksums.txt", "");
        Assert.Equal(data["datasets"], DataFiles.Nearest(deep));
    }

    [Fact]
    public void The_novel_is_complete()
    {
        var text = Text.MobyDick();
        Assert.Equal(1_190_317, text.Length);
        Assert.StartsWith("CHAPTER 1. Loomings.\n\nCall me Ishmael.", text);
        Assert.Equal(135, text.Split('\n').Count(line => line.StartsWith("CHAPTER ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_truncated_text_is_refused()
    {
        using var data = new TemporaryData();
        var path = data.Compress("moby-dick.txt.gz", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10_000))));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..5000]);
        var error = Assert.Throws<InvalidDataException>(Text.MobyDick);
        Assert.Contains("moby-dick.txt.gz: expected a complete gzip file, found", error.Message);
    }
}
