using System.IO.Compression;
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
        using var scratch = new Scratch();
        Emit(scratch, "Extra", "public static class Extra { public static int Seven() => 7; }");
        using var session = new Session(scratch.Path);
        var outputs = new Outputs();
        session.Run("#r \"Extra.dll\"", "Cell 1", outputs.Add);
        session.Run("Extra.Seven()", "Cell 2", outputs.Add);
        Assert.Equal("7", (string)((Shown)Assert.Single(outputs.ToList())).Data["text/plain"]!);
    }

    [Fact]
    public void Another_build_of_the_library_is_refused()
    {
        using var scratch = new Scratch();
        Emit(scratch, "Descent", "public static class Other;");
        Assert.Contains("Descent.dll is another build than the one this program runs", Fail(scratch, "#r \"Descent.dll\""));
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
    public void A_library_built_again_asks_for_a_restart_and_disturbs_nothing()
    {
        using var scratch = new Scratch();
        using var session = new Session(scratch.Path);
        var outputs = new Outputs();
        Emit(scratch, "Extra", "public static class Extra { public static int Number() => 1; public static int Later() => 2; }");
        Assert.Null(session.Run("#r \"Extra.dll\"\nExtra.Number()", "Cell 1", outputs.Add));
        File.SetLastWriteTimeUtc(Path.Combine(scratch.Path, "Extra.dll"), DateTime.UtcNow.AddMinutes(1));
        Assert.Null(session.Run("Extra.Later()", "Cell 2", outputs.Add));                       // copied anew, but the same build
        Emit(scratch, "Extra", "public static class Extra { public static int Number() => 3; }");
        File.SetLastWriteTimeUtc(Path.Combine(scratch.Path, "Extra.dll"), DateTime.UtcNow.AddMinutes(2));
        Assert.Equal("Extra.dll is another build or version than the one that is loaded: restart the kernel.", session.Run("Extra.Number()", "Cell 3", outputs.Add)!.Message);
        using var restarted = new Session(scratch.Path);
        Assert.Null(restarted.Run("#r \"Extra.dll\"\nExtra.Number()", "Cell 1", outputs.Add));
        Assert.Equal(["1", "2", "3"], outputs.ToList().OfType<Shown>().Select(s => (string)s.Data["text/plain"]!));
    }

    [Fact]
    public void What_lies_beside_a_library_is_found_when_it_is_needed()
    {
        using var scratch = new Scratch();
        Emit(scratch, "Inner", "public class Inner { public override string ToString() => \"inner\"; }");
        Emit(scratch, "Outer", "public static class Outer { public static Inner New() => new(); }", Path.Combine(scratch.Path, "Inner.dll"));
        using var session = new Session(scratch.Path);
        var outputs = new Outputs();
        Assert.Null(session.Run("#r \"Outer.dll\"\nOuter.New()", "Cell 1", outputs.Add));
        Assert.Equal("inner", (string)((Shown)Assert.Single(outputs.ToList())).Data["text/plain"]!);
    }

    [Fact]
    public void A_script_is_loaded_relative_to_the_script_that_loads_it()
    {
        using var scratch = new Scratch();
        scratch.File("a.csx", "#load \"parts/b.csx\"\nvar a = b + 1;");
        scratch.File("parts/b.csx", "#load \"c.csx\"\nvar b = c + 1;");
        scratch.File("parts/c.csx", "var c = 1;\nint Fails() => throw new Exception(\"no\");");
        using var session = new Session(scratch.Path);
        var outputs = new Outputs();
        session.Run("#load \"a.csx\"\na", "Cell 1", outputs.Add);
        session.Run("Fails()", "Cell 2", outputs.Add);
        Assert.Equal("3", (string)((Shown)outputs.ToList()[0]).Data["text/plain"]!);
        Assert.Equal(["Exception: no", "  at c.csx, line 2", "  at Cell 2, line 1:  Fails()"], ((Failure)outputs.ToList()[1]).Traceback);
    }

    [Fact]
    public void A_package_comes_from_the_folder_the_cell_names()
    {
        using var scratch = new Scratch();
        scratch.File("nuget.config", "<configuration><config><add key=\"globalPackagesFolder\" value=\"cache\" /></config><packageSources><clear /></packageSources></configuration>");
        Pack(scratch, "Sample.Packed", "1.2.3", "public static class Packed { public static string Name => \"packed\"; }");
        using var session = new Session(scratch.Path);
        var outputs = new Outputs();
        Assert.Null(session.Run("#i \"nuget: feed\"\n#r \"nuget: Sample.Packed, 1.2.3\"\nPacked.Name", "Cell 1", outputs.Add));
        Assert.Equal(["Packages: Sample.Packed 1.2.3", "packed"], outputs.ToList().Select(o => (string)((Shown)o).Data["text/plain"]!));
        Assert.Equal("Sample.Packed 2.0.0 cannot be used: version 1.2.3 is already chosen. Use one version, or restart the kernel.",
            session.Run("#r \"nuget: Sample.Packed, 2.0.0\"", "Cell 2", outputs.Add)!.Message);
        Assert.Equal("Unable to find package No.Such.Package: neither the local package cache nor a package source has it.",
            session.Run("#r \"nuget: No.Such.Package, 1.0.0\"", "Cell 3", outputs.Add)!.Message);
    }

    static void Emit(Scratch scratch, string name, string code, params string[] references) =>
        Assert.True(CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), .. references.Select(r => MetadataReference.CreateFromFile(r))],
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(Path.Combine(scratch.Path, name + ".dll")).Success);

    static void Pack(Scratch scratch, string name, string version, string code)
    {
        Emit(scratch, name, code);
        Directory.CreateDirectory(Path.Combine(scratch.Path, "feed"));
        using var package = ZipFile.Open(Path.Combine(scratch.Path, "feed", $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(Path.Combine(scratch.Path, name + ".dll"), $"lib/netstandard2.0/{name}.dll");
        using var text = new StreamWriter(package.CreateEntry(name + ".nuspec").Open());
        text.Write($"<package><metadata><id>{name}</id><version>{version}</version><authors>a</authors><description>d</description></metadata></package>");
    }

    static string Fail(Scratch scratch, string code)
    {
        using var session = new Session(scratch.Path);
        return session.Run(code, "Cell 1", _ => { })!.Message;
    }
}
