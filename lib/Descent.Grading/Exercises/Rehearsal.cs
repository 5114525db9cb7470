using Descent.Checks;
using Descent.Notebooks;

namespace Descent.Grading.Exercises;

/// <summary>Runs an exercise as a plain notebook, before any student does.</summary>
public static class Rehearsal
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What is wrong: with the solutions every cell must run through; if they do, with the stubs every cell but the checks, which must say "Not done yet."</summary>
    /// <param name="parts">The exercise's cells.</param>
    /// <param name="folder">From which relative paths in them start.</param>
    public static IReadOnlyList<Problem> Run(IReadOnlyList<Part> parts, string folder) =>
        Run(parts, folder, p => p.Source, Solved).ToList() is { Count: > 0 } problems ? problems : [.. Run(parts, folder, p => p.Released, Untouched)];

    static IEnumerable<Problem> Run(IReadOnlyList<Part> parts, string folder, Func<Part, string> text, Func<Part, Failure?, string, string?> judge)
    {
        using var session = new Session(folder);
        foreach (var (part, number) in parts.Select((p, i) => (p, i + 1)).Where(p => p.p.Role != Role.Text))
        {
            List<Output> outputs = [];
            var failure = session.Run(text(part), $"cell {number}", output => { lock (outputs) outputs.Add(output); }, Limit);
            if (judge(part, failure, string.Concat(outputs.OfType<StreamText>().Select(o => o.Text))) is { } problem)
                yield return new(number, failure?.Line, problem);
            if (failure is not null && part.Role != Role.Checks)
                yield break;
        }
    }

    static string? Solved(Part part, Failure? failure, string text) => failure is null ? null
        : $"with the solution {part.Id} fails: {(failure.Name == nameof(CheckFailedException) ? "" : failure.Name + ": ")}{failure.Message}{string.Concat(text.Split('\n').Where(l => l.StartsWith('✗')).Select(l => $" {l}"))}";

    static string? Untouched(Part part, Failure? failure, string text) => part.Role != Role.Checks
        ? failure is null ? null : $"with the stubs {part.Id} fails: {failure.Name}: {failure.Message}"
        : failure is { Name: nameof(CheckFailedException), Message: "Not done yet." } ? null
        : $"with the stubs {part.Id} should say \"Not done yet.\": {(failure is null ? "it runs through" : $"{failure.Name}: {failure.Message}")}{string.Concat(text.Split('\n').Where(l => l.StartsWith('✓')).Select(l => $" {l}"))}";
}
