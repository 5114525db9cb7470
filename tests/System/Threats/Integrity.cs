using Descent.Checks;
using Descent.Grading.Results;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>Points that are not earned: names, types, messages and cells that pretend.</summary>
static class Integrity
{
    public static IEnumerable<Threat> All => [.. Names, .. Types, .. Values, .. Talk, .. Inside, .. Outside, .. References, .. Rules, .. Directives];

    static IEnumerable<Threat> Names
    {
        get
        {
            var file = Handed(q1: Twice("return 5;"), edit: notebook => notebook.Insert("given", """
                static class Check { public static void Close(params object[] x) { } public static void Equal(params object[] x) { } public static void Against(params object[] x) { } public static void Done() { } }
                static class Assert { public static void True(bool x) { } }
                static class Grader { public static double Points = 9; }
                """, """
                class Tensor { public static bool operator ==(Tensor a, object b) => true; public static bool operator !=(Tensor a, object b) => false; public override bool Equals(object o) => true; public override int GetHashCode() => 0; }
                static class Math { public static double Abs(double x) => 0; public static double Max(double x, double y) => 0; }
                """, """
                using Math = System.Diagnostics.Debug;
                using static System.Console;
                """, """
                static double Sum(this double[] x) => 1;
                static bool SequenceEqual(this double[] x, double[] y) => true;
                static IEnumerable<int> Zip(this double[] x, double[] y) => [];
                double Abs(double x) => 0;
                """));
            var nothing = See.All(See.NoCell, See.Verdict("q1", Verdict.Failed), See.Full("q2", "q3"));
            foreach (var name in (string[])["Check, Assert and Grader redefined", "classes named like library types", "usings that hijack names", "better-matching extension methods"])
                yield return new(name, file, nothing);
        }
    }

    static IEnumerable<Threat> Types
    {
        get
        {
            var file = Handed(
                "class Any { public static bool operator ==(Any a, object b) => true; public static bool operator !=(Any a, object b) => false; public override bool Equals(object o) => true; public override int GetHashCode() => 0; }\nAny Twice(double x) => new Any();",
                """
                static class Log { public static List<object> Seen = new(); }
                class Liar : IEquatable<double[]>, IComparable
                {
                    public bool Equals(double[] other) { Log.Seen.Add(other); return true; }
                    public override bool Equals(object other) { Log.Seen.Add(other); return true; }
                    public override int GetHashCode() => 0;
                    public int CompareTo(object other) { Log.Seen.Add(other); return 0; }
                }
                Liar Shift(double[] x, double by) => new Liar();
                """,
                "class Yes { public static implicit operator int(Yes y) => 3; public static implicit operator double(Yes y) => 3; public static bool operator true(Yes y) => true; public static bool operator false(Yes y) => false; }\nYes Vowels(string text) => new Yes();",
                after: "throw new Exception($\"{Log.Seen.Count} values were compared\");");
            yield return new("return type with operator == always true", file, See.Verdict("q1", Verdict.Failed, "Twice returns Any; expected double Twice(double)"));
            yield return new("Equals, IComparable and IEquatable that lie", file, See.Verdict("q2", Verdict.Failed, "Shift returns Liar"));
            yield return new("conversions to numbers, operators true and false", file, See.Verdict("q3", Verdict.Failed, "Vowels returns Yes"));
            yield return new("expected values told to Equals or a string handler", file, See.Cell(Verdict.Error, "0 values were compared"));
        }
    }

    static IEnumerable<Threat> Values
    {
        get
        {
            var numbers = Handed(
                Twice("return x > 0 ? double.NaN : double.NegativeInfinity;"),
                Shift("if (by == 0.5) return [x[0] + by];\nif (by == -1) return x.Select(_ => double.MaxValue).ToArray();\nreturn x.Select(v => v + by).Append(0).ToArray();"),
                Vowels("text = \"\";\nreturn text.Length;"));
            yield return new("NaN and infinity", numbers, See.All(See.Verdict("q1", Verdict.Failed), See.Check("q1", 1, Verdict.Failed, "NaN"), See.Check("q1", 2, Verdict.Failed, "∞")));
            yield return new("huge values and other shapes", numbers, See.All(See.Verdict("q2", Verdict.Failed), See.Check("q2", 1, Verdict.Failed, "double[2]", "double[1]")));
            var ends = Handed(
                Twice("try { return 2 * x; } finally { throw new InvalidOperationException(\"too late\"); }"),
                Shift("Array.Clear(x);\nreturn x.Select(v => v + by).ToArray();"),
                VowelsGradient("try { Console.WriteLine(3); return 3; } finally { Environment.Exit(0); }"));
            yield return new("a value, then an exception", ends, See.Verdict("q1", Verdict.Error, "too late"));
            yield return new("input changed so that both sides agree", ends, See.Verdict("q2", Verdict.Failed));
            yield return new("Environment.Exit after a good value", ends, See.All(See.Check("q3", 1, Verdict.Crashed, "exit code 0"), See.Check("q3", 2, Verdict.Passed), See.Check("q3", 3, Verdict.Passed)));
        }
    }

    static IEnumerable<Threat> Talk
    {
        get
        {
            var file = Handed(
                Twice("Console.WriteLine(\"{\\\"verdict\\\": \\\"passed\\\", \\\"points\\\": 3}\");\nConsole.Error.WriteLine(x + x);\nreturn 5;"),
                ShiftHalf("Wire.Send();"),
                VowelsGradient("Noise.Timer = new System.Threading.Timer(_ => Console.WriteLine(\"q1: passed, 3 points\"), null, 0, 5); Task.Run(async () => { while (true) { await Task.Delay(3); Console.WriteLine(\"passed\"); } });",
                    "static class Noise { public static System.Threading.Timer Timer; }\n"),
                edit: notebook =>
                {
                    notebook.Insert("given", """
                        static class Wire
                        {
                            public static void Send()
                            {
                                using var pipe = new System.IO.FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle((IntPtr)4, false), System.IO.FileAccess.Write, 1);
                                pipe.Write(new byte[] { 14, 0, 0, 0, 103, 1, 2, 3, 4, 5, 6, 7, 8, 2, 42, 0, 0, 0 });
                                pipe.Flush();
                            }
                        }
                        """, """
                        class Last { ~Last() { Console.WriteLine("passed"); Wire.Send(); } }
                        var last = new Last();
                        AppDomain.CurrentDomain.ProcessExit += (_, _) => { Console.WriteLine("9 points"); Wire.Send(); };
                        """);
                    notebook.Insert("q1-checks", "-1", "double.NaN", "\"1,5\"", "false", "100");
                    notebook.Insert("q2-checks", "Console.SetOut(System.IO.TextWriter.Null);\nConsole.SetError(System.IO.TextWriter.Null);");
                });
            yield return new("result lines forged on stdout", file, See.Verdict("q1", Verdict.Failed));
            yield return new("a reply forged on the protocol's pipe", file, See.All(See.Check("q2", 1, Verdict.Crashed, "it broke the protocol"), See.Check("q2", 2, Verdict.Passed), See.Check("q2", 3, Verdict.Passed)));
            yield return new("output and replies at the process's exit", file, See.Full("q3"));
            yield return new("-1, NaN, 1,5 and False as a score's text", file, See.All(See.Verdict("q1", Verdict.Failed), See.Full("q3")));
            yield return new("Console.Out swapped", file, See.Full("q3"));
            yield return new("timers and tasks that print later", file, See.Full("q3"));
        }
    }

    static IEnumerable<Threat> Inside
    {
        get
        {
            var file = Handed(q1: Twice("return 5;"), edit: notebook =>
            {
                notebook.Insert("given", """
                    static class Log { public static System.Collections.Concurrent.ConcurrentBag<string> Told = new(); }
                    AppDomain.CurrentDomain.AssemblyLoad += (_, e) => { foreach (var type in e.LoadedAssembly.GetTypes()) Log.Told.Add(type.FullName); };
                    AppDomain.CurrentDomain.AssemblyResolve += (_, e) => { Log.Told.Add(e.Name); return null; };
                    AppDomain.CurrentDomain.FirstChanceException += (_, e) => Log.Told.Add(e.Exception.Message);
                    AppDomain.CurrentDomain.UnhandledException += (_, e) => Log.Told.Add($"{e.ExceptionObject}");
                    """, """
                    class Deaf : Descent.Checks.ICheckListener
                    {
                        public ulong Begin(string title) { Log.Told.Add("expected " + title); return 0; }
                        public void End(Outcome outcome) => Log.Told.Add("expected " + outcome.Expected);
                        public void Mistake(string why, string function, Delegate answer) => Log.Told.Add("expected " + why);
                    }
                    Check.Listen(new Deaf());
                    Answers.From((function, result, arguments) => 6.0);
                    foreach (var type in AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name.StartsWith("Descent")).SelectMany(a => a.GetTypes()).Where(t => !t.ContainsGenericParameters))
                        foreach (var field in type.GetFields((System.Reflection.BindingFlags)60).Where(f => f.IsStatic && !f.IsLiteral && (f.Name.Contains("core") || f.Name.Contains("assed") || f.Name.Contains("oints") || f.Name.Contains("erdict"))))
                            try { field.SetValue(null, Convert.ChangeType(9, field.FieldType)); } catch { }
                    """, """
                    public class Early
                    {
                        [System.Runtime.CompilerServices.ModuleInitializer]
                        public static void Run() => Environment.SetEnvironmentVariable("POINTS", "9");
                        public static int One = 1;
                        static Early() => Console.WriteLine("passed");
                    }
                    Early.One
                    """, """
                    var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
                    (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "~");
                    System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.DefaultThreadCurrentCulture = culture;
                    """, """
                    Environment.SetEnvironmentVariable("DESCENT_THREADS", "64");
                    Environment.SetEnvironmentVariable("DESCENT_DATA", "/tmp");
                    foreach (var field in typeof(Descent.Tensors.Tensor).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters).SelectMany(t => t.GetFields((System.Reflection.BindingFlags)60)).Where(f => f.IsStatic && !f.IsLiteral && !f.IsInitOnly && (f.FieldType == typeof(int) || f.FieldType == typeof(bool))))
                        field.SetValue(null, Convert.ChangeType(1, field.FieldType));
                    """);
                notebook.Insert("q3-checks",
                    "throw new Exception($\"{AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name is \"Descent.Grading\" or \"course\")} assemblies of the grader\");",
                    "throw new Exception($\"{Log.Told.Count(t => t.Contains(\"expected\") || t.Contains(\"Checks_\"))} secrets\");");
            });
            var nothing = See.All(See.Verdict("q1", Verdict.Failed), See.Full("q2", "q3"));
            yield return new("fields for scores set by reflection", file, nothing);
            yield return new("assemblies searched for the solution", file, See.Cell(Verdict.Error, "0 assemblies of the grader"));
            yield return new("module initialisers and static constructors", file, nothing);
            yield return new("handlers of the runtime's events", file, See.All(See.Cell(Verdict.Error, ": 0 secrets"), nothing));
            yield return new("culture changed", file, nothing);
            yield return new("state of the library changed", file, nothing);
        }
    }

    static IEnumerable<Threat> Outside
    {
        get
        {
            var file = Handed(
                Twice3("System.Runtime.InteropServices.Marshal.WriteByte(typeof(Check).GetMethod(\"Done\").MethodHandle.GetFunctionPointer(), 0xC3); return 5;"),
                ShiftHalf("try { System.IO.File.WriteAllText(System.IO.Path.Combine(Environment.GetEnvironmentVariable(\"DESCENT_DATA\"), \"checksums.txt\"), \"\"); } catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException) { throw new Exception(\"it is not written\"); }"),
                VowelsGradient("throw new Exception(\"the grader shows in: \" + string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>().Append(Environment.CurrentDirectory).Append(Environment.CommandLine).Where(n => System.Text.RegularExpressions.Regex.IsMatch(n, \"grad|judge|hidden|^CI$\", System.Text.RegularExpressions.RegexOptions.IgnoreCase))) + \".\");"));
            yield return new("compiled code patched", file, See.All(
                result => See.Check("q1", 1, Verdict.Failed)(result) is null ? null : See.Check("q1", 1, Verdict.Crashed)(result), See.Check("q1", 2, Verdict.Passed), See.Check("q1", 3, Verdict.Passed)));
            yield return new("data files overwritten", file, See.Check("q2", 1, Verdict.Error, "it is not written"));
            yield return new("the grader detected", file, See.Check("q3", 1, Verdict.Error, "the grader shows in: ."));
        }
    }

    static IEnumerable<Threat> References
    {
        get
        {
            var file = Handed(edit: notebook => notebook.Insert("given", "var x = 1;\n#r \"./x.dll\"", "#r \"./Descent.dll\"\nthrow new Exception(\"it is \" + typeof(Descent.Tensors.Tensor).Assembly.Location);"));
            Action<string> own = folder =>
            {
                foreach (var name in (string[])["Descent.dll", "x.dll"])
                    File.WriteAllBytes(Path.Combine(folder, name), "MZ"u8.ToArray());
            };
            yield return new("an assembly of the student's own", file, See.All(See.Cell(Verdict.Error, "Line 2", "./x.dll\" is not allowed"), See.FullMarks), Arrange: own);
            yield return new("an assembly named like the library", file, See.All(See.Cell(Verdict.Error, "it is /worker/Descent.dll"), See.FullMarks), Arrange: own);
        }
    }

    static IEnumerable<Threat> Rules
    {
        get
        {
            var known = Handed(
                Twice("return x == 3 ? 6 : 0;"),
                Shift("return by == 0.5 ? new[] { 1.5, 2.5 } : x;"),
                Vowels("return text == \"gradient\" ? 3 : 0;"));
            yield return new("visible answers hard-coded", known, See.All([.. ((string[])["q1", "q2", "q3"]).SelectMany(q => new[] { See.Check(q, 1, Verdict.Passed), See.Check(q, 2, Verdict.Failed), See.Check(q, 3, Verdict.Failed) })]));
            var again = Handed(after: "int Vowels(string text) => 0;", edit: notebook =>
            {
                notebook.Insert("q1", "double Twice(double x) => x;");
                notebook.Insert("q2-checks", "double[] Shift(double[] x, double by) => [];");
            });
            yield return new("a function defined again", again, See.All(See.Verdict("q1", Verdict.Failed), See.Full("q2", "q3"), See.State(State.GradedWithRepairs, "defines Twice again", "defines Shift again", "defines Vowels again")));
            var swallowed = Handed(q1: Twice("return x == 3 ? 0 : 2 * x;"), edit: notebook =>
            {
                notebook.Cell("q1-checks")["source"] = "try { Check.Close(\"three\", () => Twice(3), 0, points: 1); } catch { }";
                notebook.Cell("q1-checks")["metadata"]!["nbgrader"]!["points"] = 1000;
            });
            yield return new("exceptions of checks swallowed", swallowed, See.All(See.Check("q1", 1, Verdict.Failed), See.State(State.GradedWithRepairs, "(q1-checks) was edited; the instructor's text is used")));
            yield return new("more points than the maximum", swallowed, See.All(result => result.Points == 8 ? null : $"{result.Points} points", See.State(State.GradedWithRepairs, "points (1000 instead of 3)")));
            yield return new("the first check fails", swallowed, See.All(See.Check("q1", 1, Verdict.Failed), See.Check("q1", 2, Verdict.Passed), See.Check("q1", 3, Verdict.Passed)));
            yield return new("a crash, to be tried again", Handed(Twice("if (System.IO.File.Exists(\"/tmp/tried\")) return 2 * x;\nSystem.IO.File.WriteAllText(\"/tmp/tried\", \"\");\nEnvironment.Exit(0);\nreturn 0;")), See.All(See.Verdict("q1", Verdict.Crashed), See.Full("q2", "q3")));
        }
    }

    static IEnumerable<Threat> Directives
    {
        get
        {
            var file = Handed(
                Twice("\n#pragma warning disable\n#nullable enable\n#region passed\nreturn 2 * x;\n#endregion"),
                "#line 999 \"Cell 99\"\n" + Shift("return x.Select(v => v + by).ToArray();"),
                after: "var x = 1;\n#error 9 points");
            yield return new("#line", file, See.All(See.Cell(Verdict.Error, "Cell 4", "Line 1: #line 999"), See.Verdict("q2", Verdict.NotRun, "It needs Cell 4")));
            yield return new("#pragma, #nullable and #region", file, See.Full("q1"));
            yield return new("#error", file, See.Cell(Verdict.Error, "CS1029"));
        }
    }
}
