using System.IO.Compression;
using System.Text;
using Descent.Grading.Submissions;

namespace Descent.Grading.Tests.Submissions;

/// <summary>Who handed in what, and which notebook counts.</summary>
public sealed class FinderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("finder-").FullName;

    static readonly string Good = Sample.Notebook().ToJsonString(), Stub = Sample.Notebook(Sample.Stub1, Sample.Stub2).ToJsonString();

    [Theory]
    [InlineData("submitted/ann/03-minibatches/03-minibatches.ipynb", "ann")]
    [InlineData("ann/hw1 (1).ipynb", "ann")]
    [InlineData("ann/deep/er/hw.ipynb", "ann")]
    [InlineData("ann.ipynb", "ann")]
    [InlineData("ann_03-minibatches (2).ipynb", "ann")]
    [InlineData("03-minibatches - Ann Lee - Copy.ipynb", "Ann Lee")]
    [InlineData("ann.ipynb.txt", "ann")]
    [InlineData("Ann Lee_1234567_assignsubmission_file_/03-minibatches.ipynb", "Ann Lee_1234567")]
    [InlineData("Ann Lee_1234567_assignsubmission_file_03-minibatches.ipynb", "Ann Lee_1234567")]
    [InlineData("leeann_LATE_123_4567_03-minibatches-1.ipynb", "leeann_123")]
    [InlineData("leeann_123_4567_03-minibatches.ipynb", "leeann_123")]
    [InlineData("Set 3_ann_attempt_2026-11-22-10-00-00_hw.ipynb", "ann")]
    [InlineData("Änne\u202e/hw.ipynb", "Änne")]
    public void A_student_is_named_by_folder_or_file(string path, string student)
    {
        Write(path);
        var found = Assert.Single(Finder.Find([folder], Sample.Assignment));
        Assert.Equal(student, found.Student);
        var submission = found.Read(Sample.Bundle);
        Assert.Null(submission.Rejection);
        Assert.Equal(student, submission.Student);
    }

    [Fact]
    public void Files_folders_and_archives_can_be_given_by_name()
    {
        Write("a/03-minibatches.ipynb");
        Write("b/03-minibatches/03-minibatches.ipynb");
        Write("c/same.ipynb");
        Write("d/same.ipynb");
        Write("e/odd.ipynb");
        Write("f/03-minibatches/odd.ipynb");
        Zip("g.zip", ("hw/odd.ipynb", Good));
        Directory.CreateDirectory(Path.Combine(folder, "h"));
        string[] paths = ["a/03-minibatches.ipynb", "b/03-minibatches/03-minibatches.ipynb", "c/same.ipynb", "d/same.ipynb", "e", "f/03-minibatches", "g.zip", "h"];
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], Finder.Find([.. paths.Select(p => Path.Combine(folder, p))], Sample.Assignment).Select(h => h.Student));
    }

    [Fact]
    public void Nobody_is_lost_and_other_files_are_nobodys()
    {
        Write("README.txt", "x");
        Write("grades.csv", "x");
        Write("ann/.ipynb_checkpoints/hw-checkpoint.ipynb");
        Write("ann/hw.ipynb");
        Write("ann/timestamp.txt", "x");
        Write("bob/report.pdf", "%PDF");
        Write("cal/a.txt", "x");
        Write("cal/b.txt", "x");
        Write("dan.dib", "#!csharp");
        Directory.CreateDirectory(Path.Combine(folder, "eve"));
        var read = Read();
        Assert.Equal(["ann", "bob", "cal", "dan", "eve"], read.Keys);
        Assert.Empty(read["ann"].Repairs);
        Assert.Contains("not a notebook but a PDF", read["bob"].Rejection);
        Assert.Equal("There is no notebook (.ipynb) among cal/a.txt, cal/b.txt.", read["cal"].Rejection);
        Assert.Contains("in .dib form", read["dan"].Rejection);
        Assert.Equal("Nothing was handed in: the folder is empty.", read["eve"].Rejection);
    }

    [Fact]
    public void Of_several_notebooks_the_one_that_fits_and_was_written_in_is_graded()
    {
        Write("ann/hw.ipynb");
        Write("ann/released.ipynb", Stub);
        Write("ann/other.ipynb", "{}");
        Write("bob/02-convergence/02-convergence.ipynb", "{}");
        Write("bob/03-minibatches/hw.ipynb");
        Write("cal/one.ipynb");
        Write("cal/two.ipynb");
        var read = Read();
        Assert.Equal(("ann/hw.ipynb", "3 notebooks were handed in; ann/hw.ipynb fits the exercise and was graded, ann/other.ipynb, ann/released.ipynb was not."), (read["ann"].File, read["ann"].Repairs[0]));
        Assert.Equal("bob/03-minibatches/hw.ipynb", read["bob"].File);
        Assert.Empty(read["bob"].Repairs);
        Assert.Equal("2 notebooks were handed in; cal/one.ipynb fits the exercise and was graded, cal/two.ipynb is the same.", read["cal"].Repairs.Single());
    }

    [Fact]
    public void Where_two_notebooks_fit_nothing_is_guessed()
    {
        Write("ann.ipynb");
        Write("ann/hw.ipynb", Sample.Notebook("double Mean(double[] x) => 0;").ToJsonString());
        Write("bob/a.ipynb", "");
        Write("bob/b.ipynb", "{}");
        var read = Read();
        Assert.Equal("2 different notebooks fit equally well: ann/hw.ipynb, ann.ipynb. Keep the one that counts.", read["ann"].Rejection);
        Assert.StartsWith("None of 2 notebooks can be graded. bob/a.ipynb: it is empty", read["bob"].Rejection);
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_kept_apart()
    {
        Write("Ann.ipynb");
        Zip("more.zip", ("ann/hw.ipynb", Good), ("ANN/hw.ipynb", Good));
        var found = Finder.Find([Path.Combine(folder, "Ann.ipynb"), Path.Combine(folder, "more.zip")], Sample.Assignment);
        Assert.Equal(3, found.Select(h => h.Student.ToLowerInvariant()).Distinct().Count());
        Assert.Equal(["ANN", "Ann~2", "ann~3"], found.Select(h => h.Student));
    }

    [Fact]
    public void An_archive_is_read_without_unpacking_it()
    {
        Zip("class.zip", ("ann/hw.ipynb", Good), ("ann/__MACOSX/._hw.ipynb", "x"), ("bob\\hw.ipynb", Good), ("cal/inner.zip", "PK"), ("../../etc/dan.ipynb", Good), ("/eve/hw.ipynb", Good), ("C:/fay/hw.ipynb", Good));
        var read = Finder.Find([Path.Combine(folder, "class.zip")], Sample.Assignment).Select(h => h.Read(Sample.Bundle)).ToDictionary(s => s.Student);
        Assert.Equal(["C:", "ann", "bob", "cal", "etc", "eve"], read.Keys.Order(StringComparer.Ordinal));
        Assert.All(["ann", "bob"], s => Assert.Null(read[s].Rejection));
        Assert.Contains("an archive within an archive", read["cal"].Rejection);
        Assert.All(["etc", "eve", "C:"], s => Assert.Contains("leads out of it", read[s].Rejection));
        Assert.Equal(["class.zip"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Moodles_download_may_lie_in_a_folder_of_its_own()
    {
        Zip("Course 7-Set 3-99.zip", ("Ann Lee_1_assignsubmission_file_/hw.ipynb", Good), ("Bob Day_2_assignsubmission_file_/hw.ipynb", Good));
        Assert.Equal(["Ann Lee_1", "Bob Day_2"], Read().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_student_packs_never_speaks_for_another()
    {
        Write("ann.ipynb");
        Zip("eve.zip", ("ann_assignsubmission_file_/hw.ipynb", Good));
        Assert.Equal(["ann", "eve"], Read().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Archives_that_lie_or_swell_are_refused()
    {
        using (var zip = ZipFile.Open(Path.Combine(folder, "bomb.zip"), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("bomb.ipynb").Open())
            for (var i = 0; i < 300; i++)
                entry.Write(new byte[1_000_000]);
        using (var zip = ZipFile.Open(Path.Combine(folder, "link.zip"), ZipArchiveMode.Create))
            zip.CreateEntry("hw.ipynb").ExternalAttributes = 0xA1FF << 16;
        using (var zip = ZipFile.Open(Path.Combine(folder, "many.zip"), ZipArchiveMode.Create))
            for (var i = 0; i < 20_001; i++)
                zip.CreateEntry($"{i}");
        Write("torn.zip", "PK\u0003\u0004 no more");
        var read = Read();
        Assert.Contains("more than 20 MB", read["bomb"].Rejection);
        Assert.Contains("a link or a device", read["link"].Rejection);
        Assert.Contains("more than 20000 entries", read["many"].Rejection);
        Assert.Contains("cannot be read as a zip archive", read["torn"].Rejection);
    }

    [Fact]
    public void Links_to_other_places_are_listed_and_not_followed()
    {
        var secret = Directory.CreateTempSubdirectory("secret-").FullName;
        File.WriteAllText(Path.Combine(secret, "hw.ipynb"), Good);
        Directory.CreateDirectory(Path.Combine(folder, "ann"));
        File.CreateSymbolicLink(Path.Combine(folder, "ann", "hw.ipynb"), Path.Combine(secret, "hw.ipynb"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "bob"), secret);
        Directory.CreateSymbolicLink(Path.Combine(folder, "ann", "loop"), folder);
        var read = Read();
        Assert.Equal(["ann", "bob"], read.Keys);
        Assert.All(read.Values, s => Assert.Contains("it is a link", s.Rejection));
        Directory.Delete(secret, recursive: true);
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Throws<FileNotFoundException>(() => Finder.Find([Path.Combine(folder, "none")], Sample.Assignment));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    Dictionary<string, Submission> Read() => Finder.Find([folder], Sample.Assignment).Select(h => h.Read(Sample.Bundle)).ToDictionary(s => s.Student);

    void Write(string path, string? text = null)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text ?? Good);
    }

    void Zip(string path, params (string Name, string Text)[] entries)
    {
        using var zip = ZipFile.Open(Path.Combine(folder, path), ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
            using (var entry = zip.CreateEntry(name).Open())
                entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
