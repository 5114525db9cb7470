using System.Diagnostics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class KernelBitsTests
{
    static readonly Lazy<string[]> Here = new(() => [.. KernelBits.All().Select(f => $"bits {f.Name} {f.Hash:x16}")]);

    /// <summary>This test assembly run as a program of its own, with other instructions or threads.</summary>
    static string[] Elsewhere(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(KernelBits).Assembly.Location, "--bits"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void Every_width_computes_the_same_bits(string knob, int width)
    {
        var lines = Elsewhere((knob, "0"));
        Assert.Equal($"width {Math.Min(width, Loop.Width)}", lines[0]);
        Assert.Equal("correct True", lines[2]);
        Assert.Equal(Here.Value, lines[3..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_number_of_threads_computes_the_same_bits(int threads)
    {
        var lines = Elsewhere(("DESCENT_THREADS", $"{threads}"));
        Assert.Equal($"width {Loop.Width}", lines[0]);
        Assert.Equal($"threads {threads}", lines[1]);
        Assert.Equal("correct True", lines[2]);
        Assert.Equal(Here.Value, lines[3..]);
    }
}
