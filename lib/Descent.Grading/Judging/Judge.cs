using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Notebooks;
using Descent.Worker;
using Bundle = Descent.Grading.Exercises.Bundle;
using Function = Descent.Grading.Exercises.Function;

namespace Descent.Grading.Judging;

/// <summary>The trusted side of an exercise: its given cells and its checks, compiled once, in which every function a student writes is replaced by a proxy of
/// the same signature. What a check says about an answer is decided here; only the arguments of a call leave. One thread at a time.</summary>
public sealed class Judge : IDisposable
{
    readonly Session session;
    readonly Dictionary<string, Action> checks = [];

    /// <summary>Compiles the instructor's text.</summary>
    /// <exception cref="ExerciseException">It does not compile or a given cell fails: names cell and line.</exception>
    public Judge(Bundle bundle)
    {
        session = new Session(Directory.GetCurrentDirectory(), isConfined: true);
        foreach (var (i, part) in bundle.Parts.Index())
            if (part.Role == Role.Given)
                Run(part.Source, i);
            else if (bundle.Questions.FirstOrDefault(q => q.Id == part.Id) is { } answered)
                Run(string.Join("\n", answered.Functions.Select(Proxy)), i);
            else if (bundle.Questions.FirstOrDefault(q => q.ChecksId == part.Id) is { } question)
            {
                Run($"void {Name(question)}() {{ {part.Source}\n}}", i);             // the first line stays the first line
                checks[question.Id] = Method(Name(question));
            }

        void Run(string code, int cell)
        {
            if (session.Run(code, $"Cell {cell + 1}", _ => { }) is { } failure)
                throw new ExerciseException(bundle.Assignment, [new(cell + 1, failure.Line, failure.Message)]);
        }
    }

    /// <summary>Runs the checks of a question.</summary>
    /// <param name="question">One of the bundle's.</param>
    /// <param name="transport">Answers the calls of the student's functions.</param>
    /// <param name="listener">Is told of each check.</param>
    /// <returns>Null, or why the set-up between the checks could not go on: the checks after it have not been run.</returns>
    public string? Run(Question question, Answers.Transport transport, ICheckListener listener)
    {
        using var answers = Answers.From(transport);
        using var listening = Check.Listen(listener);
        try
        {
            checks[question.Id]();
            return null;
        }
        catch (Exception e) when (e is UnansweredException or ThrownException)
        {
            return e.Message;
        }
    }

    /// <summary>Forgets the instructor's text.</summary>
    public void Dispose() => session.Dispose();

    static string Proxy(Function f) =>
        $"{f.Declaration} => global::{typeof(Answers).FullName}.{nameof(Answers.Call)}<{f.Returns}>({string.Join(", ", f.Parameters.Prepend($"\"{f.Name}\""))});";

    static string Name(Question question) => $"Checks_{question.Id.Replace('-', '_')}";

    Action Method(string name)
    {
        var (method, target) = Functions.Find(session.Declared, name, typeof(void), []);
        return method.CreateDelegate<Action>(target);
    }
}
