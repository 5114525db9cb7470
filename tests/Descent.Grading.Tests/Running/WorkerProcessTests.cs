using Descent.Checks;
using Descent.Figures;
using Descent.Grading.Running;
using Descent.Tensors;

namespace Descent.Grading.Tests.Running;

/// <summary>One worker for all: a later definition answers in place of an earlier one.</summary>
public sealed class WorkerProcessTests(WorkerProcessTests.Shared shared) : IClassFixture<WorkerProcessTests.Shared>
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    readonly WorkerProcess worker = shared.Worker;

    int cells;

    CellFailure? Run(string code)
    {
        shared.Cells++;
        return worker.Run($"Cell {++cells}", code, Long);
    }

    T Call<T>(string function, params object?[] arguments) => (T)worker.Call(function, typeof(T), arguments, shared.Cells, Long)!;

    void Declare(string code) => Assert.Null(Run(code));

    string Refusal<T>(Verdict verdict, string function, params object?[] arguments)
    {
        var refusal = Assert.Throws<UnansweredException>(() => Call<T>(function, arguments));
        Assert.Equal(verdict, refusal.Verdict);
        return refusal.Message;
    }

    [Fact]
    public void Functions_take_copies_and_return_values()
    {
        Declare("double[] Double(double[] x) { for (var i = 0; i < x.Length; i++) x[i] *= 2; return x; }\nstatic (int, string) Both(int n, string s) => (n + 1, s + n);\nFunc<double, double> square = x => x * x;");
        var given = new[] { 1.0, 2.0 };
        Assert.Equal([2.0, 4.0], Call<double[]>("Double", given));
        Assert.Equal([1.0, 2.0], given);
        Assert.Equal((4, "a3"), Call<(int, string)>("Both", 3, "a"));
        Assert.Equal(9.0, Call<double>("square", 3.0));
    }

    [Fact]
    public void The_librarys_types_are_the_same_on_both_sides_wherever_the_reference_points()
    {
        Declare("#r \"../../artifacts/notebook/Descent.dll\"\nusing Descent.Tensors;\nusing Descent.Figures;");
        Declare("Tensor Twice(Tensor x) => 2 * x;\nFigure Plot(double[] y) => new Figure(\"a line\").Line(\"y\", [0.0, 1.0], y);\ndouble Gamma() => MathNet.Numerics.SpecialFunctions.Gamma(5);");
        Assert.Equal([2.0, 4.0], Call<Tensor>("Twice", Tensor.Of(1, 2)).ToArray());
        Assert.Equal(new Figure("a line").Line("y", [0.0, 1.0], [3.0, 4.0]).ToJson(), worker.Call("Plot", typeof(Figure), [new[] { 3.0, 4.0 }], shared.Cells, Long));
        Assert.Equal(24.0, Call<double>("Gamma"), 1e-9);
    }

    [Fact]
    public void The_last_definition_answers_and_one_that_fits_goes_before_one_that_does_not()
    {
        Declare("int F() => 1; int G() => 1;");
        Declare("int F() => 2; int G(int x) => 2;");
        Assert.Equal((2, 1), (Call<int>("F"), Call<int>("G")));
    }

    [Fact]
    public void Another_signature_and_another_name_are_told()
    {
        Declare("double Mode(double a, double b) => a; double[] values = { 1 }; float Rate() => 1; Task<int> Later() => Task.FromResult(1); T Any<T>(T x) => x; void Change(ref double x) { }");
        Assert.Equal("Mode takes (double, double); expected double Mode(double, double, double, int).", Refusal<double>(Verdict.Failed, "Mode", 1.0, 2.0, 3.0, 4));
        Assert.Equal("There is no function mode; there is Mode.", Refusal<double>(Verdict.Error, "mode", 1.0, 2.0));
        Assert.Equal("There is no function Bowl.", Refusal<double>(Verdict.Error, "Bowl"));
        Assert.Equal("values is a variable of type double[]; expected double values().", Refusal<double>(Verdict.Failed, "values"));
        Assert.Equal("Rate returns float; expected double Rate().", Refusal<double>(Verdict.Failed, "Rate"));
        Assert.Equal("Later returns Task<int>; expected int Later().", Refusal<int>(Verdict.Failed, "Later"));
        Assert.Equal("Any takes (T); expected int Any(int).", Refusal<int>(Verdict.Failed, "Any", 1));
        Assert.Equal("Change takes (ref double); expected double Change(double).", Refusal<double>(Verdict.Failed, "Change", 1.0));
    }

    [Fact]
    public void An_exception_brings_its_types_its_message_and_the_students_line()
    {
        Declare("class OwnException : ArgumentException { public override string Message => throw new Exception(); }\ndouble Helper(double x) =>\n    x > 0 ? throw new DivideByZeroException(\"no\") : 1;\ndouble Own() => throw new OwnException();");
        Declare("double F(double x)\n{\n    return Task.Run(() => Helper(x)).Result;\n}\ndouble G() => throw new NotImplementedException();");
        var thrown = Assert.Throws<ThrownException>(() => Call<double>("F", 1.0));
        Assert.Equal(("no", "Cell 1, line 3"), (thrown.Message, thrown.Place));
        Assert.Equal(["System.DivideByZeroException", "System.ArithmeticException", "System.SystemException", "System.Exception"], thrown.Types);
        Assert.Equal("System.NotImplementedException", Assert.Throws<ThrownException>(() => Call<double>("G")).Types[0]);
        var own = Assert.Throws<ThrownException>(() => Call<double>("Own"));
        Assert.Equal(("OwnException", "System.ArgumentException", ""), (own.Types[0], own.Types[1], own.Message));
        Assert.Equal(1.0, Call<double>("F", 0.0));
    }

    [Fact]
    public void A_function_given_as_an_argument_is_evaluated_here()
    {
        Declare("double Slope(Func<double, double> f, double x) => (f(x + 1) - f(x - 1)) / 2;\nFunc<double, double> kept;\ndouble Keep(Func<double, double> f) { kept = f; return 0; }\ndouble Late() => kept(1);\ndouble Half(double x) => x / 2;\n"
            + "double Sum(Func<double[], int, double> f) => System.Threading.Tasks.Parallel.For(0, 20, i => f(new[] { 1.0 }, i)).IsCompleted ? f(new[] { 2.0 }, 3) : 0;");
        Assert.Equal(6.0, Call<double>("Slope", (Func<double, double>)(x => x * x), 3.0));
        Assert.Equal(0.5, Call<double>("Slope", (Func<double, double>)(x => Call<double>("Half", x)), 3.0));
        Assert.Equal(6.0, Call<double>("Sum", (Func<double[], int, double>)((x, i) => x[0] * i)));
        Call<double>("Keep", (Func<double, double>)(x => x));
        Assert.Contains("after the call has ended", Assert.Throws<ThrownException>(() => Call<double>("Late")).Message);
    }

    [Fact]
    public void A_failure_of_a_function_given_as_an_argument_is_the_calls_unless_the_student_catches_it()
    {
        Declare("double Of(Func<double, double> f) => f(1);\ndouble Saved(Func<double, double> f) { try { return f(1); } catch (Exception) { return -1; } }\ndouble Stub(double x) => throw new NotImplementedException();");
        var thrown = Assert.Throws<ThrownException>(() => Call<double>("Of", (Func<double, double>)(_ => throw new FormatException("no"))));
        Assert.Equal(("System.FormatException", "no", "Cell 1, line 1"), (thrown.Types[0], thrown.Message, thrown.Place));
        Assert.Equal(-1.0, Call<double>("Saved", (Func<double, double>)(_ => throw new FormatException("no"))));
        Assert.Equal("System.NotImplementedException", Assert.Throws<ThrownException>(() => Call<double>("Of", (Func<double, double>)(x => Call<double>("Stub", x)))).Types[0]);
    }

    [Fact]
    public void A_value_with_null_inside_and_one_too_large_fail()
    {
        Declare("double[][] Holes() => new double[2][]; double[] Large() => new double[1_000_000]; string Nothing() => null;");
        Assert.Equal("Holes returned null inside double[][].", Refusal<double[][]>(Verdict.Failed, "Holes"));
        Assert.Equal("Large returned a value of more than 1 MB.", Refusal<double[]>(Verdict.Failed, "Large"));
        Assert.Null(worker.Call("Nothing", typeof(string), [], shared.Cells, Long));
    }

    [Fact]
    public void A_failed_cell_tells_its_line_and_keeps_what_it_declared()
    {
        var failure = Run("int F() => 5;\nvar a = 1;\nthrow new FormatException(\"no\\u001b[31m\\ud800\");");
        Assert.Equal(new CellFailure("FormatException", "no\uFFFD[31m\uFFFD", 3), failure);
        Assert.Equal(5, Call<int>("F"));
        Assert.Equal(new CellFailure("CompilationError", "CS0029: Cannot implicitly convert type 'string' to 'int'", 2), Run("var b = 1;\nint c = \"x\";"));
    }

    [Fact]
    public void Printed_text_is_kept_per_cell_head_and_tail()
    {
        Declare("Console.Write(\"begin\"); for (var i = 0; i < 100_000; i++) Console.Write('.'); Console.Write(\"end\");");
        Assert.StartsWith("begin.....", worker.Printed);
        Assert.EndsWith(".....end", worker.Printed);
        Assert.Contains("99908 characters are cut", worker.Printed);
        Declare("Console.Write(Console.ReadLine() is null)");
        Assert.Equal("True", worker.Printed);
    }

    [Theory]
    [InlineData("var x = 1;\n#load \"/etc/hostname\"", "Line 2: #load \"/etc/hostname\" is not allowed in grading.")]
    [InlineData("#r \"nuget: Evil, 1.0.0\"", "Line 1: #r \"nuget: Evil, 1.0.0\" is not allowed in grading.")]
    [InlineData("#r \"Descent.Worker.dll\"", "Line 1: #r \"Descent.Worker.dll\" is not allowed in grading.")]
    [InlineData("// cell\n#!pwsh\nls", "Line 2: #!pwsh is not allowed in grading.")]
    public void Directives_that_leave_the_sandbox_are_refused(string code, string message) => Assert.Equal(message, Run(code)!.Message);

    public sealed class Shared : IDisposable
    {
        public int Cells { get; set; }

        public WorkerProcess Worker { get; } = new(new PlainProcess(), new Limits(Output: 100, Value: 1_000_000));

        public void Dispose() => Worker.Dispose();
    }
}
