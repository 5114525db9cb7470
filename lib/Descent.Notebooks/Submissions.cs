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
        var submissions = new Submissions(AppContext.BaseDirectory);
        var value = submissions.Build(submissions.Script, "new[] { 1.0, 2.0 }.Select(x => $\"{x}\").ToList()", "Start", default).Body(new object?[2]);
        _ = Bundle.Of((await value)!);
    }));

    readonly References references;
    readonly Shadows shadows = new();
    object?[] states = new object?[16];
    int count = 1;

    public Submissions(string folder)
    {
        references = new References(folder);
        Options = Common.WithMetadataResolver(references).WithSourceResolver(new SourceFileResolver([], folder, [new(folder, ".")]));
        Script = CSharpScript.Create<object?>("", Options);
    }

    /// <summary>The last cell that the state contains.</summary>
    public Script Script { get; private set; }

    /// <summary>How the next cell will be compiled.</summary>
    public ScriptOptions Options { get; }

    /// <summary>Starts the compiler on another thread.</summary>
    public static void Prepare() => _ = Warm.Value;

    /// <summary>Compiles a cell.</summary>
    /// <returns>Runs it: on the cells' thread.</returns>
    /// <exception cref="CompilationException">It does not compile.</exception>
    /// <exception cref="DirectiveException">One of its directives cannot be followed.</exception>
    public Func<Task> Compile(string code, string name, Work work)
    {
        var clock = Stopwatch.StartNew();
        Warm.Value.GetAwaiter().GetResult();
        references.Check();
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
                Keep(submission.Script, isComplete);
            else
                states[count] = null;
        }
        if (value is not (null or DisplayedValue))
            work.Publish(new Shown(Bundle.Of(value), IsResult: true));
    }

    // A cell without declarations and statements fills no place.
    void Keep(Script script, bool isComplete)
    {
        Script = script;
        if (states[count] is null)
            return;
        shadows.Add(states, count, script.GetCompilation(), isComplete);
        count++;
    }

    Submission Build(Script after, string code, string name, CancellationToken stop)
    {
        var script = after.ContinueWith<object?>(code, Options.WithFilePath(name));
        var compilation = script.GetCompilation();
        using MemoryStream image = new(), symbols = new();
        var cell = compilation.SyntaxTrees.First(t => t.FilePath == name);
        var result = compilation.ReplaceSyntaxTree(cell, Checkpoints.In(cell)).Emit(image, symbols, options: Emission, cancellationToken: stop);
        if (result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
            throw new CompilationException([.. compilation.GetDiagnostics(stop).Where(d => d.Severity == DiagnosticSeverity.Error)]);   // where they were written
        if (!compilation.SyntaxTrees.Any(t => ((CompilationUnitSyntax)t.GetRoot(stop)).Members.Count > 0))
            return new Submission(script, static _ => Task.FromResult<object?>(null));
        (image.Position, symbols.Position) = (0, 0);
        var entry = compilation.GetEntryPoint(stop)!;
        var method = references.Libraries.LoadFromStream(image, symbols).GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        return new Submission(script, method.CreateDelegate<Func<object?[], Task<object?>>>());
    }

    sealed record Submission(Script Script, Func<object?[], Task<object?>> Body);
}

/// <summary>A cell that does not compile.</summary>
sealed class CompilationException(IReadOnlyList<Diagnostic> errors) : Exception
{
    public IReadOnlyList<Diagnostic> Errors => errors;
}
