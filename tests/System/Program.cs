using Descent.SystemTests;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// systemtests [TOPIC…] [--book DIR] [--screenshots DIR] [--seconds OF-FUZZ] [--chapters FIRST-ONES-IN-BOOK-KERNEL-AND-CLASSIC] [--only WORDS-OF-A-THREAT] [--submissions OF-A-LARGER-CLASS]: what needs a browser or Jupyter. A missing tool is a failure, never a skip.
var topics = new Dictionary<string, Func<Report, Task>>
{
    ["wire"] = WireChecks.Run,
    ["book"] = report => BookChecks.Run(report, Path.GetFullPath(Argument("--book") ?? Path.Combine("artifacts", "book")), Chapters(), Shots()),
    ["feedback"] = report => FeedbackChecks.Run(report, Shots()),
    ["batch"] = report => BatchChecks.Run(report, int.Parse(Argument("--submissions") ?? "0", System.Globalization.CultureInfo.InvariantCulture)),
    ["grade"] = report => GradeChecks.Run(report, Argument("--only")),
    ["fuzz"] = report => WireFuzz.Run(report, double.Parse(Argument("--seconds") ?? "60", System.Globalization.CultureInfo.InvariantCulture)),
    ["interrupts"] = InterruptChecks.Run,
    ["kernel"] = report => KernelChecks.Run(report, Chapters()),
    ["classic"] = report => ClassicChecks.Run(report, Chapters(), Shots()),
    ["sandbox"] = SandboxChecks.Run,
    ["lab"] = report => LabChecks.Run(report, Shots()),
};
var asked = args.Where((argument, i) => !argument.StartsWith("--", StringComparison.Ordinal) && (i == 0 || !args[i - 1].StartsWith("--", StringComparison.Ordinal))).ToArray();
if (asked.Except(topics.Keys).ToArray() is { Length: > 0 } unknown)
{
    Console.Error.WriteLine($"No topic {string.Join(", ", unknown)}: there are {string.Join(", ", topics.Keys)}.");
    return 2;
}

var report = new Report();
foreach (var (topic, checks) in topics)
    if (asked.Length == 0 || asked.Contains(topic))
        await report.Guard($"The checks of {topic} run to their end", () => checks(report));
report.Check("Every process that the checks started has ended", Processes.Leftovers());
return report.End();

string? Argument(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Chapters() => int.Parse(Argument("--chapters") ?? "99", System.Globalization.CultureInfo.InvariantCulture);

string? Shots() => Argument("--screenshots") is { } folder ? Directory.CreateDirectory(Path.GetFullPath(folder)).FullName : null;
