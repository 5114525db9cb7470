namespace Descent.Grading.Exercises;

/// <summary>Something that is wrong with an exercise.</summary>
/// <param name="Cell">The cell of the notebook, all cells counted from 1; 0 for the notebook as a whole.</param>
/// <param name="Line">The line of the cell, from 1, when it is known.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Problem(int Cell, int? Line, string Message)
{
    /// <summary>Place and message, such as <c>cell 4, line 3: …</c>.</summary>
    public override string ToString() => Cell == 0 ? Message : Line is { } line ? $"cell {Cell}, line {line}: {Message}" : $"cell {Cell}: {Message}";
}

/// <summary>An exercise or a bundle that cannot be used, with everything that is wrong with it.</summary>
/// <param name="file">The file.</param>
/// <param name="problems">What is wrong, in the order of the cells.</param>
public sealed class ExerciseException(string file, IReadOnlyList<Problem> problems)
    : Exception($"{file} cannot be used:\n{string.Join("\n", problems.Select(p => $"  {p}"))}")
{
    /// <summary>What is wrong, in the order of the cells.</summary>
    public IReadOnlyList<Problem> Problems => problems;
}
