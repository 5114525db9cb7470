using System.Diagnostics;
using System.Text.RegularExpressions;
using Descent.Tensors;

namespace Descent.Tests;

/// <summary>The rooms of lib/Descent and what each may use. Files at the root of lib/Descent belong to all rooms and use none.</summary>
public partial class ArchitectureTests
{
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        [""] = [],
        ["Kernels"] = [],
        ["Tensors"] = ["Kernels"],
        ["Curvature"] = ["Tensors"],
        ["Layers"] = ["Tensors"],
        ["Optimizers"] = ["Tensors", "Kernels"],   // the fused twins of the rules
        ["Data"] = ["Tensors", "Kernels"],         // gathering bytes into batches
        ["Models"] = ["Layers", "Tensors"],
        ["Training"] = ["Layers", "Optimizers", "Data", "Tensors", "Front"],
        ["Theory"] = [],
        ["Proofs"] = ["Tensors", "Theory"],
        ["Figures"] = [],
        ["Front"] = ["Figures"],
        ["Checks"] = ["Tensors", "Figures"],
        ["Experiments"] = ["Kernels", "Tensors", "Curvature", "Layers", "Optimizers", "Data", "Models", "Training", "Theory", "Proofs", "Figures", "Front", "Checks"],
    };

    static readonly string Root = Above(AppContext.BaseDirectory);

    public static TheoryData<string> Files => [.. Sources("lib/Descent").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void A_file_uses_only_what_its_room_may_use(string file)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        var room = string.Join('.', file.Split('/')[2..^1]).Replace("Proofs.Derivations", "Proofs");   // a folder of values, not a room
        string[] may = [.. MayUse[room.Split('.')[0]], room.Split('.')[0]];

        Assert.Contains($"namespace Descent{(room == "" ? "" : ".")}{room};", text, StringComparison.Ordinal);
        Assert.Empty(Used().Matches(Comments().Replace(text, "")).Select(match => match.Groups["room"].Value).Where(used => MayUse.ContainsKey(used)).Except(may));
    }

    [Theory, MemberData(nameof(Files))]
    public void Pointers_stay_in_Kernels_and_reflection_in_Front(string file)
    {
        var code = Comments().Replace(File.ReadAllText(Path.Combine(Root, file)), "");
        if (!file.StartsWith("lib/Descent/Kernels/", StringComparison.Ordinal))
            Assert.DoesNotMatch(@"\bunsafe\b", code);
        if (!file.StartsWith("lib/Descent/Front/", StringComparison.Ordinal))
            Assert.DoesNotContain("System.Reflection", code, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_of_lib_is_longer_than_250_lines() =>
        Assert.All(Sources("lib"), file => Assert.InRange(File.ReadAllLines(Path.Combine(Root, file)).Length, 0, 250));

    [Fact]
    public void Loaded_course_assemblies_are_optimised() =>
        Assert.All([typeof(Tensor).Assembly, .. AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name is "Course" || a.GetName().Name!.StartsWith("Descent", StringComparison.Ordinal))], assembly =>
            Assert.DoesNotContain(assembly.GetCustomAttributes(false).OfType<DebuggableAttribute>(), attribute => attribute.IsJITOptimizerDisabled));

    static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'));

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);

    /// <summary>A using of any kind, or a name qualified by a room: both ways in which a file can reach another namespace.</summary>
    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?Descent\.(?<room>\w+)|(?<![\w.)\]])(Descent\.)?(?<room>Kernels|Tensors|Curvature|Layers|Optimizers|Data|Models|Training|Theory|Proofs|Figures|Front|Checks|Experiments)\.[A-Z]", RegexOptions.Multiline)]
    private static partial Regex Used();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
