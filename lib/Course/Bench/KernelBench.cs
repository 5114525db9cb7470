using System.Diagnostics;
using System.Text.Json.Nodes;
using Descent.Tensors;

namespace Course.Bench;

/// <summary>How fast the notebook kernel is: a real process, measured by a front end over the wire, beside what is promised.</summary>
static class KernelBench
{
    const int Starts = 3, Cells = 25, Lines = 100_000, Interrupts = 7, Moves = 25;

    static readonly string Library = $"#r \"{typeof(Tensor).Assembly.Location}\"\nusing Descent.Figures;\nusing Descent.Front;\nusing Descent.Layers;\nusing Descent.Data;\n"
        + "using Descent.Optimizers;\nusing Descent.Tensors;\nusing Descent.Training;\nTensor.Of(1, 2, 3)";

    const string Experiment = """
        var rng = new Rng(1);
        var population = rng.Normal([60_000]);
        Interact.Of(Parameter.Range("batch N", 1, 1000, steps: 5), n => new Figure("Minibatch means", x: "draw", y: "mean")
            .Line("means", Enumerable.Range(0, 1000), Minibatch.Means(population, (int)n, 1000, rng, replacement: true).ToArray()))
        """;

    static readonly string[] Completions = ["population.|", "Fit.Classifier(|", "new Ch|", "Enumerable.Range(0, 9).Select(k => k.|", "var θ = population.No|", "popu|", "|", "new Figure(\"a\", x: \"b\", y: \"c\").|", "Tensor F(Tensor w) => w.Squ|", "Console.Wri|"];

    /// <summary>What every row's name begins with.</summary>
    public const string Prefix = "kernel: ";

    /// <summary>Measures and prints every row. Ratios above 1: better than promised.</summary>
    /// <exception cref="EnvironmentException">The kernel does not start or does not answer.</exception>
    public static IEnumerable<Measurement> Run(CancellationToken stop)
    {
        Console.WriteLine($"\n{"the notebook kernel, a process of its own",-54}{"measured",10}   goal");
        List<double> starts = [], firsts = [], libraries = [];
        for (var i = 1; i < Starts; i++)
            using (var other = new KernelClient())
                Start(other, starts, firsts, libraries);
        using var kernel = new KernelClient();
        Start(kernel, starts, firsts, libraries);
        var memory = kernel.Memory;
        yield return Row("start to idle", Measurement.Median(starts), 1500);
        yield return Row("first cell", Measurement.Median(firsts), 1200);
        yield return Row("then a chapter's first cell", Measurement.Median(libraries), null);
        Console.WriteLine($"{Prefix + "memory then",-54}{memory / 1e6,7:F0} MB");
        stop.ThrowIfCancellationRequested();
        yield return Row("a later cell", Median(Cells, i => kernel.Run($"var x{i} = {i};\nx{i} + 1").Milliseconds), 60);
        yield return Row($"{Lines:N0} printed lines, none lost", Print(kernel), null);
        stop.ThrowIfCancellationRequested();
        kernel.Run("var net = new Chain(new Dense(64, 32), new Relu(), new Dense(32, 10));");
        yield return Row("interrupting an endless loop", Median(Interrupts, _ => Interrupt(kernel, "Console.WriteLine(); while (true) { }")), 100);
        yield return Row("interrupting a training run", Median(Interrupts, _ => Interrupt(kernel, "Console.WriteLine(); Fit.Classifier(net, Dataset.Digits(), null, new Adam(1e-3), epochs: 100_000, batch: 32, new Rng(1));")), 100);
        stop.ThrowIfCancellationRequested();
        var button = Opened(kernel.Run(Experiment).All, "ButtonModel");
        var (click, _) = kernel.Send("comm_msg", Event(button, new() { ["method"] = "custom", ["content"] = new JsonObject { ["event"] = "click" } }));
        var slider = Opened(kernel.Await(click, "update_display_data", "idle"), "FloatSliderModel");
        yield return Row("slider to the figure, 1,000 minibatch means", Median(Moves, i => Move(kernel, slider, 20 + i)), 50);
        yield return Row("the first completion", Complete(kernel, Completions[0]), null);
        foreach (var text in Completions)
            Complete(kernel, text);
        yield return Row("completion, warm", Median(3 * Completions.Length, i => Complete(kernel, Completions[i % Completions.Length])), 150);
    }

    static void Start(KernelClient kernel, List<double> starts, List<double> firsts, List<double> libraries)
    {
        var (id, _) = kernel.Send("kernel_info_request", []);
        starts.Add(Stopwatch.GetElapsedTime(kernel.Started, kernel.Await(id, "reply", "idle")[^1].Time).TotalMilliseconds);
        firsts.Add(kernel.Run("1 + 1").Milliseconds);
        libraries.Add(kernel.Run(Library).Milliseconds);
    }

    static double Print(KernelClient kernel)
    {
        var (milliseconds, all) = kernel.Run($"for (var i = 0; i < {Lines}; i++) Console.WriteLine(i);");
        var text = string.Concat(all.Where(a => a.Message.Type == "stream").Select(a => (string)a.Message.Content["text"]!));
        return text == string.Concat(Enumerable.Range(0, Lines).Select(i => $"{i}\n")) ? milliseconds
            : throw new EnvironmentException($"Of {Lines:N0} printed lines {text.Count(c => c == '\n'):N0} arrived.");
    }

    // From the interrupt to the cell's idle.
    static double Interrupt(KernelClient kernel, string code)
    {
        var (cell, _) = kernel.Send("execute_request", KernelClient.Cell(code));
        kernel.Await(cell, "stream");
        Thread.Sleep(100);
        var (_, sent) = kernel.Send("interrupt_request", [], onControl: true);
        return Stopwatch.GetElapsedTime(sent, kernel.Await(cell, "idle")[^1].Time).TotalMilliseconds;
    }

    // From the slider's message to the figure's.
    static double Move(KernelClient kernel, string slider, double value)
    {
        var (id, sent) = kernel.Send("comm_msg", Event(slider, new() { ["method"] = "update", ["state"] = new JsonObject { ["value"] = value }, ["buffer_paths"] = new JsonArray() }));
        return Stopwatch.GetElapsedTime(sent, kernel.Await(id, "update_display_data", "idle").Last(a => a.Message.Type == "update_display_data").Time).TotalMilliseconds;
    }

    static JsonObject Event(string comm, JsonObject data) => new() { ["comm_id"] = comm, ["data"] = data };

    static string Opened(IEnumerable<KernelClient.Arrival> all, string model) => (string)all.Select(a => a.Message.Content)
        .First(c => (string?)c["data"]?["state"]?["_model_name"] == model)["comm_id"]!;

    static double Complete(KernelClient kernel, string marked)
    {
        var cursor = marked.IndexOf('|');
        var (id, sent) = kernel.Send("complete_request", new() { ["code"] = marked.Remove(cursor, 1), ["cursor_pos"] = cursor });
        var reply = kernel.Await(id, "reply", "idle").First(a => a.Message.Type == "complete_reply");
        return reply.Message.Content["matches"] is JsonArray { Count: > 0 } ? Stopwatch.GetElapsedTime(sent, reply.Time).TotalMilliseconds
            : throw new EnvironmentException($"The kernel has no completion for {marked}.");
    }

    static double Median(int count, Func<int, double> measure) => Measurement.Median([.. Enumerable.Range(0, count).Select(measure)]);

    static Measurement Row(string name, double milliseconds, double? goal) => Measurement.Promised(Prefix + name, milliseconds, goal);
}
