using System.Text.Json.Nodes;

namespace Course.Tests;

/// <summary><c>course kernel</c> and <c>course lab</c>, in a prefix of their own.</summary>
[Collection("course")]                       // one PATH, one console
public sealed class KernelCommandTests : IDisposable
{
    readonly string prefix = Directory.CreateTempSubdirectory("kernel-").FullName;

    string Kernels => Path.Combine(prefix, "share", "jupyter", "kernels");

    [Fact]
    public void An_installed_kernel_has_all_it_needs_and_names_no_place_of_the_repository()
    {
        Assert.Equal(ExitCode.Done, Run("install").Code);
        var folder = Path.Combine(Kernels, ".net-csharp");
        foreach (var file in new[] { "logo-32x32.png", "logo-64x64.png", "logo-svg.svg", "plotly.min.js", "bin/Descent.Notebooks.dll",
            "bin/Descent.Notebooks.runtimeconfig.json", "bin/Microsoft.CodeAnalysis.CSharp.dll", "bin/library/Descent.dll", "bin/library/Descent.xml", "bin/library/MathNet.Numerics.dll" })
            Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 0, file);
        var kernel = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal(["{resource_dir}/bin/Descent.Notebooks.dll", "{connection_file}"], kernel["argv"]!.AsArray().Skip(1).Select(a => (string)a!));
        Assert.Equal(("C#", "message", "0"), ((string)kernel["language"]!, (string)kernel["interrupt_mode"]!, (string)kernel["env"]!["DOTNET_EnableDiagnostics"]!));
        Assert.DoesNotContain(AppContext.BaseDirectory, kernel.ToJsonString());
        Assert.Equal([folder], Directory.GetDirectories(Kernels));                // nothing temporary stays
    }

    [Fact]
    public void Installing_again_replaces_it_and_list_tells_where_it_is()
    {
        Run("install", "--name", "mine");
        File.WriteAllText(Path.Combine(Kernels, "mine", "stale"), "");
        Run("install", "--name", "mine");
        Assert.False(File.Exists(Path.Combine(Kernels, "mine", "stale")));
        Assert.Contains(Path.Combine(Kernels, "mine"), Run("list").Output);
    }

    [Fact]
    public void Another_programs_kernel_is_neither_replaced_nor_removed_without_force()
    {
        Directory.CreateDirectory(Path.Combine(Kernels, ".net-csharp"));
        File.WriteAllText(Path.Combine(Kernels, ".net-csharp", "kernel.json"), """{"display_name": "Theirs"}""");
        foreach (var change in new[] { "install", "uninstall" })
        {
            var (code, _, error) = Run(change);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains("belongs to another program (\"Theirs\")", error);
        }
        Assert.Equal(ExitCode.Done, Run("install", "--force").Code);
        Assert.Equal(ExitCode.Done, Run("uninstall").Code);
        Assert.Empty(Directory.GetDirectories(Kernels));
        Assert.Contains("not installed", Run("list").Output);
    }

    [Theory]
    [InlineData("There is no kernel '.net-csharp'", "uninstall")]
    [InlineData("'a/b' cannot be a kernel's name", "install", "--name", "a/b")]
    [InlineData("Give one of --user, --prefix and --sys-prefix.", "install", "--user")]
    public void Wrong_use_is_told_in_a_sentence_and_gives_2(string message, params string[] arguments)
    {
        var (code, _, error) = Run(arguments);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, error);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told()
    {
        File.WriteAllText(Path.Combine(prefix, "share"), "a file where the folder should be");
        var (code, _, error) = Run("install");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("cannot be written", error);
    }

    [Fact]
    public void Lab_without_jupyter_says_how_to_get_it()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", prefix);
            var (code, _, error) = Captured("lab", prefix);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains("pip install jupyterlab", error);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    public void Dispose() => Directory.Delete(prefix, recursive: true);

    (int Code, string Output, string Error) Run(params string[] arguments) => Captured(["kernel", .. arguments, "--prefix", prefix]);

    static (int Code, string Output, string Error) Captured(params string[] arguments)
    {
        lock (CommandLineTests.OneAtATime)
        {
            var (output, error) = (Console.Out, Console.Error);
            using StringWriter written = new(), complained = new();
            try
            {
                Console.SetOut(written);
                Console.SetError(complained);
                return (CommandLine.Run(arguments), written.ToString(), complained.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }
}
