using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Notebooks.Tests;

public class ReferencesTests
{
    const string Reference = "#r \"../artifacts/notebook/Descent.dll\"";

    [Fact]
    public void The_referenced_library_is_the_one_this_process_runs()
    {
        var shown = (Shown)Sample.Run(Reference, "typeof(Descent.Figures.Figure).Module.ModuleVersionId.ToString() + typeof(Descent.Figures.Figure).Assembly.Location")[^1];
        Assert.Equal($"{typeof(Descent.Figures.Figure).Module.ModuleVersionId}{typeof(Descent.Figures.Figure).Assembly.Location}", (string)shown.Data["text/plain"]!);
    }

    [Fact]
    public void Types_of_the_librarys_dependencies_are_found_without_a_reference() =>
        Assert.IsType<Shown>(Assert.Single(Sample.Run(Reference, "MathNet.Numerics.SpecialFunctions.Gamma(5)")));

    [Fact]
    public void A_library_of_the_readers_own_is_loaded_from_beside_the_notebook()
    {
        var scratch = Directory.CreateTempSubdirectory("descent-").FullName;      // stays: the process holds the file
        CSharpCompilation.Create("Extra", [CSharpSyntaxTree.ParseText("public static class Extra { public static int Seven() => 7; }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new(OutputKind.DynamicallyLinkedLibrary)).Emit(Path.Combine(scratch, "Extra.dll"));
        using var session = new Session(scratch);
        var outputs = new Outputs();
        session.Run("#r \"Extra.dll\"", "Cell 1", outputs.Add);
        session.Run("Extra.Seven()", "Cell 2", outputs.Add);
        Assert.Equal("7", (string)((Shown)Assert.Single(outputs.ToList())).Data["text/plain"]!);
    }

    [Fact]
    public void Another_build_of_the_library_is_refused()
    {
        using var scratch = new Scratch();
        File.Copy(typeof(Notebook).Assembly.Location, Path.Combine(scratch.Path, "Descent.dll"));
        Assert.Contains("is another build of Descent.dll than the one this program runs", Fail(scratch, "#r \"Descent.dll\""));
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        using var scratch = new Scratch();
        scratch.File("Descent.dll", "text");
        Assert.Contains("is not a .NET assembly", Fail(scratch, "#r \"Descent.dll\""));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var scratch = new Scratch();
        Assert.Contains("#r \"no/such.dll\": there is no such file", Fail(scratch, "#r \"no/such.dll\""));
    }

    [Fact]
    public void Packages_are_refused_in_words()
    {
        using var scratch = new Scratch();
        Assert.Contains("restores no packages", Fail(scratch, "#r \"nuget: X, 1.0.0\""));
    }

    static string Fail(Scratch scratch, string code)
    {
        using var session = new Session(scratch.Path);
        return session.Run(code, "Cell 1", _ => { })!.Message;
    }
}
