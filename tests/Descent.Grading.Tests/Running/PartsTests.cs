using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public sealed class PartsTests
{
    [Fact]
    public void The_workers_folder_holds_the_worker_and_nothing_of_the_grader()
    {
        var files = Directory.GetFiles(Parts.Find().Worker).Select(Path.GetFileName).ToArray();
        Assert.Contains(Parts.Program, files);
        Assert.DoesNotContain("Descent.Grading.dll", files);
        Assert.DoesNotContain("course.dll", files);
    }

    [Fact]
    public void A_folder_with_the_grader_in_it_is_refused()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            var (deep, worker) = (root.CreateSubdirectory("bin/program").FullName, root.CreateSubdirectory("worker").FullName);
            Assert.Contains("dotnet build", Assert.Throws<InfrastructureException>(() => Parts.FindWorker(deep)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(worker, Parts.Program), "");
            Assert.Equal(worker, Parts.FindWorker(deep));
            File.WriteAllText(Path.Combine(worker, "Descent.Grading.dll"), "");
            Assert.Contains("holds the grader", Assert.Throws<InfrastructureException>(() => Parts.FindWorker(deep)).Message, StringComparison.Ordinal);
        }
        finally { root.Delete(recursive: true); }
    }

    [Fact]
    public void A_copy_is_readable_by_everybody()
    {
        if (OperatingSystem.IsWindows()) return;
        var (from, to) = (Directory.CreateTempSubdirectory(), Directory.CreateTempSubdirectory());
        try
        {
            var file = Path.Combine(from.CreateSubdirectory("library").FullName, "a");
            File.WriteAllText(file, "text");
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
            var copies = new Parts("", from.FullName, from.FullName).CopiedTo(to.FullName);
            foreach (var folder in (string[])[to.FullName, copies.Worker, Path.Combine(copies.Data, "library")])
                Assert.True(File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherRead | UnixFileMode.OtherExecute), folder);
            Assert.True(File.GetUnixFileMode(Path.Combine(copies.Worker, "library", "a")).HasFlag(UnixFileMode.OtherRead));
            Assert.Equal("text", File.ReadAllText(Path.Combine(copies.Data, "library", "a")));
        }
        finally
        {
            from.Delete(recursive: true);
            to.Delete(recursive: true);
        }
    }
}
