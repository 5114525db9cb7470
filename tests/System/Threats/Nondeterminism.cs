using Descent.Checks;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>What differs from run to run or from host to host: no verdict depends on it, no result names it.</summary>
static class Nondeterminism
{
    public static IEnumerable<Threat> All
    {
        get
        {
            var noise = Handed(
                Twice("return 2 * x + 1e-12 * new Random().NextDouble() * DateTime.Now.Millisecond;"),
                Shift("new Dictionary<string, int>(Enumerable.Range(0, 50).Select(i => new KeyValuePair<string, int>(Guid.NewGuid().ToString(), i)));\nreturn x.Select(v => v + by).OrderBy(v => $\"{v}\".GetHashCode()).OrderBy(v => Array.FindIndex(x, u => u + by == v)).ToArray();"),
                "class Noisy { public static int Ended; ~Noisy() => Ended++; }\n" + Vowels("for (var i = 0; i < 1000; i++) _ = new Noisy();\nif (text.Length % 2 == 0) GC.Collect();\nreturn text.Count(c => \"aeiouAEIOU\".Contains(c));"));
            yield return new("unseeded randomness", noise, See.Full("q1"));
            yield return new("hash codes and their order", noise, See.Full("q2"));
            yield return new("garbage collection and finalizers", noise, See.Full("q3"));
            var host = Handed(
                Twice3("if (System.Globalization.CultureInfo.CurrentCulture.Name != \"\" || $\"{0.5}\" != \"0.5\" || TimeZoneInfo.Local.BaseUtcOffset != TimeSpan.Zero) return 0;"),
                ShiftHalf("throw new Exception($\"on {Environment.MachineName} in {Environment.CurrentDirectory}\");"),
                "var slow = System.Diagnostics.Stopwatch.StartNew();\n" + Vowels("System.Threading.Thread.Sleep(50);\nreturn text.Count(c => \"aeiouAEIOU\".Contains(c));"));
            yield return new("host culture and time zone", host, See.Full("q1"));
            yield return new("machine name, user and folder", host, See.All(See.Check("q2", 1, Verdict.Error, "on worker", "/tmp/work"), See.Nowhere($"on {Environment.MachineName} ")));
            yield return new("a busy machine", host, See.Full("q3"));
            var hidden = Handed(q1: "var net = 2 * later;\n" + Twice("return net * x;"), after: "var later = 1.0;");
            yield return new("worked out of order only", hidden, See.All(See.Cell(Verdict.Error, "Cell 2", "later is defined in Cell 8"), See.Verdict("q1", Verdict.NotRun, "needs Cell 2"), See.Full("q2", "q3")));
            yield return new("state kept from check to check", Handed(q1: "int calls = 0;\n" + Twice("return calls++ == 0 ? 2 * x : 0;")), See.All(See.Check("q1", 1, Verdict.Passed), See.Check("q1", 2, Verdict.Failed), See.Check("q1", 3, Verdict.Failed)));
            yield return new("versions", Handed(), result => result.Grader == Grading.Judging.Grader.Versions && result.Bundle == Exercise.Bundle.Hash && result.Version == Exercise.Bundle.Version ? null
                : $"grader {result.Grader}, bundle {result.Bundle}, version {result.Version}");
        }
    }
}
