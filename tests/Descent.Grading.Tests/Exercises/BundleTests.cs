using System.Security.Cryptography;
using System.Text;
using Descent.Grading.Exercises;

namespace Descent.Grading.Tests.Exercises;

public sealed class BundleTests : IDisposable
{
    static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    readonly TemporaryFolder folder = new();

    string Bundled => Path.Combine(folder.Path, "03-minibatches.bundle.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_bundle_is_read_as_it_was_written()
    {
        var bundle = Source.Read(Sample.Write(folder.Path), Secret).Bundle;
        bundle.Write(Bundled);

        var read = Bundle.Read(Bundled);

        Assert.Equal(File.ReadAllText(Bundled), read.ToJson());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Bundled))), read.Hash);
        Assert.Equal((bundle.Assignment, bundle.Version, bundle.Key, true, 6m), (read.Assignment, read.Version, read.Key, read.HasKey, read.Maximum));
        Assert.Equal(bundle.Parts, read.Parts);
        Assert.Equal(bundle.Questions.SelectMany(q => q.Checks), read.Questions.SelectMany(q => q.Checks));
        Assert.Equal(bundle.Questions.SelectMany(q => q.Functions).Select(f => f.Declaration), read.Questions.SelectMany(q => q.Functions).Select(f => f.Declaration));
    }

    [Fact]
    public void The_key_is_drawn_from_the_instructor_s_and_the_release()
    {
        var path = Sample.Write(folder.Path);
        var (open, closed) = (Source.Read(path).Bundle, Source.Read(path, Secret).Bundle);
        var text = Encoding.UTF8.GetBytes($"{open.Assignment} {open.Version}");

        Assert.Equal((false, Convert.ToBase64String(SHA256.HashData(text))), (open.HasKey, open.Key));
        Assert.Equal((true, Convert.ToBase64String(HMACSHA256.HashData(Secret, text))), (closed.HasKey, closed.Key));
        Assert.Equal(Source.Read(path).Release.ToString(), Source.Read(path, Secret).Release.ToString());
    }

    [Fact]
    public void A_key_of_less_than_16_bytes_is_refused()
    {
        var path = Path.Combine(folder.Path, "key");
        Assert.Contains("no such key file", Assert.Throws<ExerciseException>(() => Keys.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, Secret[..15]);
        Assert.Contains("this file 15", Assert.Throws<ExerciseException>(() => Keys.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, Secret[..16]);
        Assert.Equal(Secret[..16], Keys.Read(path));
    }

    [Fact]
    public void Only_its_owner_may_read_a_bundle()
    {
        Source.Read(Sample.Write(folder.Path)).Bundle.Write(Bundled);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Bundled));
    }

    [Theory]
    [InlineData("{", "{{", "JSON is broken in line 1")]
    [InlineData("descent-bundle-1", "descent-bundle-9", "not a bundle")]
    [InlineData("\"version\":", "\"versions\":", "versions")]
    [InlineData("\"hasKey\": false", "\"hasKey\": 1", "hasKey")]
    [InlineData("\"hasKey\": false", "\"hasKey\": false, \"hasKey\": true", "hasKey")]
    [InlineData("\"hasKey\": false", "\"hasKey\": null", "hasKey")]
    [InlineData("\"role\": \"given\"", "\"role\": \"shell\"", "role")]
    [InlineData("\"role\": \"given\"", "\"role\": 1", "role")]
    [InlineData("Return the mean", "Return a mean", "the file was edited")]
    [InlineData("\"assignment\": \"03-minibatches\"", "\"assignment\": \"../../etc\"", "not an assignment's name")]
    [InlineData("\"key\": \"", "\"key\": \"AAAA", "key")]
    [InlineData("\"id\": \"given\"", "\"id\": \"q1\"", "an id of its own")]
    [InlineData("\"checksId\": \"q1-checks\"", "\"checksId\": \"q2-checks\"", "not those of its answer")]
    [InlineData("\"stars\": 1", "\"stars\": 4", "question q1 needs")]
    [InlineData("\"points\": 2", "\"points\": -2", "question q1 needs")]
    [InlineData("\"title\": \"random numbers\"", "\"title\": \"three numbers\"", "question q1 needs")]
    [InlineData("\"title\": \"random numbers\"", "\"title\": null", "itle")]
    public void A_damaged_bundle_is_refused_with_the_reason(string text, string becomes, string words)
    {
        var json = Source.Read(Sample.Write(folder.Path)).Bundle.ToJson();
        Assert.Contains(text, json, StringComparison.Ordinal);
        var at = json.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(Bundled, json[..at] + becomes + json[(at + text.Length)..]);

        Assert.Contains(words, Assert.Throws<ExerciseException>(() => Bundle.Read(Bundled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_bundle_is_refused()
    {
        Assert.Contains("no such file", Assert.Throws<ExerciseException>(() => Bundle.Read(Bundled)).Message, StringComparison.Ordinal);
        foreach (var text in new[] { "", "[]", "null", "3", "{\"format\":\"descent-bundle-1\"}", new string('[', 100_000) })
        {
            File.WriteAllText(Bundled, text);
            Assert.Throws<ExerciseException>(() => Bundle.Read(Bundled));
        }
        using (var file = new FileStream(Bundled, FileMode.Create))
            file.SetLength(16_000_001);
        Assert.Contains("at most 16 MB", Assert.Throws<ExerciseException>(() => Bundle.Read(Bundled)).Message, StringComparison.Ordinal);
    }
}
