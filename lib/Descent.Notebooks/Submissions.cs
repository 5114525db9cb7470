using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace Descent.Notebooks;

/// <summary>The cells a session has run: their scripts, each continuing the one before, and their variables.</summary>
sealed class Submissions
{
    static readonly ScriptOptions Common = ScriptOptions.Default
        .WithReferences(References.Initial)
        .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
            typeof(Interactive).FullName!)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8);

    static readonly EmitOptions Emission = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    // The compiler and the formatters need a second to start.
    static readonly Lazy<Task> Warm = new(() => Task.Run(async () =>
    {
        var submissions = new Submissions(AppContext.BaseDirectory, isConfined: false);
        var value = submissions.Build(submissions.Script, "new[] { 1.0, 2.0 }.Select(x => $\"{x}\").ToList()", "Start", default).Body(new object?[2]);
        _ = Bundle.Of((await value)!);
    }));

    const int Deepest = 200;

    readonly References references;
    readonly bool isConfined;
    readonly Shadows shadows = new();
    object?[] states = new object?[16];
    int count = 1;

    public Submissions(string folder, bool isConfined)
    {
        this.isConfined = isConfined;
        references = new References(folder, isConfined);
        var options = Common.WithMetadataResolver(references).WithSourceResolver(new SourceFileResolver([], folder, [new(folder, ".")]));
        Script = CSharpScript.Create<object?>("", options);
        Options = options.WithReferences(Array.Empty<MetadataReference>());   // a cell inherits them; given again they cost 2 MB per cell
    }

    /// <summary>The last cell that the state contains.</summary>
    public Script Script { get; private set; }

    /// <summary>How the next cell will be compiled.</summary>
    public ScriptOptions Options { get; }

    /// <summary>The objects of the cells, the newest first.</summary>
    public IEnumerable<object> Declared => states.Take(count).Skip(1).Reverse().OfType<object>();

    /// <summary>Starts the compiler on another thread.</summary>
    public static Task Prepare() => Warm.Value;

    /// <summary>Compiles a cell.</summary>
    /// <returns>Runs it: on the cells' thread.</returns>
    /// <exception cref="CompilationException">It does not compile.</exception>
    /// <exception cref="DirectiveException">One of its directives cannot be followed.</exception>
    public Func<Task> Compile(string code, string name, Work work)
    {
        var clock = Stopwatch.StartNew();
        Warm.Value.GetAwaiter().GetResult();
        references.Check();
        if (isConfined)
            Confinement.Check(Readable(code));
        var (sections, isTimed) = Magics.Split(code);
        List<Func<Task>> steps = [];
        var last = Script;
        foreach (var section in sections)
        {
            if (section.MimeType is { } mime)
            {
                steps.Add(() => Show(section.Text, mime, work));
                continue;
            }
            var submission = Build(last, references.Packages.Restore(section.Text, work), name, work.Asked);
            last = submission.Script;
            steps.Add(() => Run(submission, work, keep: true));
        }
        if (isTimed)
            steps.Add(() => Show($"Wall time: {clock.Elapsed.TotalMilliseconds:0.0}ms", "text/plain", work));
        return async () =>
        {
            foreach (var step in steps)
                await step();
        };
    }

    /// <summary>Compiles an expression that the state forgets.</summary>
    public Func<Task> CompileExpression(string code, Work work)
    {
        var submission = Build(Script, code, "Expression", work.Asked);
        return () => Run(submission, work, keep: false);
    }

    /// <summary>Releases the cells' variables.</summary>
    public void Forget() => Array.Clear(states);

    static Task Show(string text, string mime, Work work)
    {
        work.Publish(new Shown(Bundle.OfText(text, mime), IsResult: false));
        return Task.CompletedTask;
    }

    async Task Run(Submission submission, Work work, bool keep)
    {
        if (count == states.Length)
            Array.Resize(ref states, 2 * count);
        object? value;
        var isComplete = false;
        try
        {
            value = await submission.Body(states);
            isComplete = true;
        }
        finally
        {
            if (keep && !work.Aborted.IsCancellationRequested)
                Keep(submission.Script, submission.Compiled, isComplete);
            else
                states[count] = null;
        }
        if (value is not (null or DisplayedValue))
            work.Publish(new Shown(Bundle.Of(value), IsResult: true));
    }

    // A cell without declarations and statements fills no place.
    void Keep(Script script, Compilation compiled, bool isComplete)
    {
        Script = script;
        if (states[count] is null)
            return;
        shadows.Add(states, count, compiled, isComplete);
        count++;
    }

    /// <summary>The code, if it can be read: the compiler recurses with the nesting, on whatever stack it has, and its time grows with the square.</summary>
    /// <exception cref="InvalidOperationException">It is nested too deeply.</exception>
    public static string Readable(string code)
    {
        var (open, deepest) = (0, 0);
        foreach (var c in code)
            deepest = Math.Max(deepest, open = c is '(' or '[' or '{' ? open + 1 : c is ')' or ']' or '}' && open > 0 ? open - 1 : open);
        return deepest <= Deepest ? code : throw new InvalidOperationException($"The code is nested {deepest} brackets deep; {Deepest} is the most that is read.");
    }

    Submission Build(Script after, string code, string name, CancellationToken stop)
    {
        var script = after.ContinueWith<object?>(Readable(code), Options.WithFilePath(name));
        var written = script.GetCompilation();
        var cell = written.SyntaxTrees.First(t => t.FilePath == name);
        var compilation = written.ReplaceSyntaxTree(cell, Checkpoints.In(cell));
        using MemoryStream image = new(), symbols = new();
        var result = compilation.Emit(image, symbols, options: Emission, cancellationToken: stop);
        if (Errors(result.Diagnostics) is { Count: > 0 } errors)
            throw new CompilationException(Errors(written.GetDiagnostics(stop)) is { Count: > 0 } own ? own : errors);   // where they were written
        if (!compilation.SyntaxTrees.Any(t => ((CompilationUnitSyntax)t.GetRoot(stop)).Members.Count > 0))
            return new Submission(script, compilation, static _ => Task.FromResult<object?>(null));
        (image.Position, symbols.Position) = (0, 0);
        var entry = compilation.GetEntryPoint(stop)!;
        var method = references.Libraries.LoadFromStream(image, symbols).GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        return new Submission(script, compilation, method.CreateDelegate<Func<object?[], Task<object?>>>());
    }

    static List<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];

    sealed record Submission(Script Script, Compilation Compiled, Func<object?[], Task<object?>> Body);
}

/// <summary>A cell that does not compile.</summary>
sealed class CompilationException(IReadOnlyList<Diagnostic> errors) : Exception
{
    public IReadOnlyList<Diagnostic> Errors => errors;
}
