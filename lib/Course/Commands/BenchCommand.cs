using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Course.Bench;
using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;

namespace Course.Commands;

/// <summary><c>course bench</c>: how fast the library is, beside torch and numpy on the same machine in the same run, and how fast the notebook kernel.</summary>
static class BenchCommand
{
    const double Near = 150;   // nanoseconds core to core, below which two-thread floors count

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Build()
    {
        var json = new Option<string?>("--json") { Description = "Also write the rows to a file: name, threads, ours_us, peer, peer_us, ratio, floor, holds.", HelpName = "FILE" };
        var filter = new Option<string?>("--filter") { Description = "Only rows whose name contains this text, for example 'product', 'adam', 'kernel' or 'grading'.", HelpName = "TEXT" };
        var command = new Command("bench", "Measure the library, alternately with torch and numpy where a python3 has them, the notebook kernel (--filter kernel) and the grader (--filter grading). Ratios above 1: we are faster.") { json, filter };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(json), parsed.GetValue(filter) ?? "", stop)));
        return command;
    }

    static int Run(string? json, string filter, CancellationToken stop)
    {
        var works = Work.All.Where(work => work.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        var withMnist = "MNIST".Contains(filter, StringComparison.OrdinalIgnoreCase) || Mnist.Contains(filter, StringComparison.OrdinalIgnoreCase);
        var withKernel = KernelBench.Prefix.Contains(filter, StringComparison.OrdinalIgnoreCase) || filter.StartsWith(KernelBench.Prefix, StringComparison.OrdinalIgnoreCase);
        var withGrading = GradingBench.Prefix.Contains(filter, StringComparison.OrdinalIgnoreCase) || filter.StartsWith(GradingBench.Prefix, StringComparison.OrdinalIgnoreCase);
        if (works.Count == 0 && !withMnist && !withKernel && !withGrading)
            throw new EnvironmentException($"No row contains '{filter}'.");
        var peak = Control.PeakGflops();
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores; peak of one core {peak:F0} GFLOP/s float32");
        var rows = new List<Measurement>();
        try
        {
            foreach (var group in works.GroupBy(work => work.Threads))
                Measure([.. group], Math.Min(group.Key, Environment.ProcessorCount), peak, rows, stop);
            if (withMnist)
                rows.Add(TrainMnist());
            if (withKernel)
                rows.AddRange(KernelBench.Run(stop));
            if (withGrading)
                rows.AddRange(GradingBench.Run(stop));
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"Stopped after {rows.Count} rows.");
            return ExitCode.Interrupted;
        }
        if (json is not null)
            File.WriteAllText(json, JsonSerializer.Serialize(rows, Indented) + "\n");
        var broken = rows.Where(row => row.Holds == false).ToList();
        Console.WriteLine(broken.Count == 0 ? "Every floor that was judged holds." : $"Floors that do not hold: {string.Join("; ", broken.Select(row => row.Name))}.");
        return broken.Count == 0 ? ExitCode.Done : ExitCode.CellFailed;
    }

    static void Measure(List<Work> works, int threads, double peak, List<Measurement> rows, CancellationToken stop)
    {
        Tensor.Threads = threads;
        using var peer = Peer.Start(threads, out var reason);
        var distance = threads > 1 ? Control.PingPongNanoseconds() : 0;
        Console.WriteLine($"\n{threads} thread{(threads > 1 ? $"s, core to core {distance:F0} ns{(distance < Near ? "" : ": far apart, floors are not judged")}" : "")}; "
            + (peer is null ? $"nothing to compare with: {reason}" : $"beside {peer.Name}, {peer.Gflops:F0} GFLOP/s"));
        Console.WriteLine($"{"",-54}{"ours µs",10}{"of peak",9}{"peer µs",10}{"ratio",8}  {"min – max",-14}floor");
        foreach (var work in works)
        {
            var row = Measurement.Of(work, peer, threads == 1 || distance < Near, stop);
            rows.Add(row);
            Console.WriteLine($"{row.Name,-54}{row.Ours,10:F1}{(row.Gflops > 0 ? $"{row.Gflops / peak / threads:P0}" : ""),9}{row.PeerTime,10:F1}{row.Ratio,8:F2}  "
                + $"{(row.Ratio is null ? "" : $"{row.Spread.Low:F2} – {row.Spread.High:F2}"),-14}{(row.Floor is null ? "" : $"{row.Floor:F2} {(row.Holds is null ? "not judged" : row.Holds.Value ? "holds" : "DOES NOT HOLD")}")}");
        }
    }

    const string Mnist = "MNIST 784-128-10, 5 epochs of Adam, float32";

    static Measurement TrainMnist()
    {
        const double Promised = 0.975;
        var net = new Chain(new Dense(784, 128), new Relu(), new Dense(128, 10));
        var start = Stopwatch.GetTimestamp();
        var history = Fit.Classifier(net, Dataset.Mnist(), null, new Adam(Schedule.Cosine(3e-3, 5 * 938)), epochs: 5, batch: 64, new Rng(1));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var accuracy = Fit.Evaluate(net, history.θ, Dataset.MnistTest()).Accuracy;
        Console.WriteLine($"\n{Mnist}: test accuracy {accuracy:P2} in {seconds:F2} s (promised {Promised:P1})");
        return new($"{Mnist}: test accuracy", Tensor.Threads, seconds * 1e6, null, null, accuracy, Promised, accuracy >= Promised);
    }
}
