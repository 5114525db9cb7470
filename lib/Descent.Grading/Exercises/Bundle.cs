namespace Descent.Grading.Exercises;

/// <summary>An exercise set, ready for grading: what the instructor keeps.</summary>
/// <param name="Assignment">The name of the notebook, such as <c>03-minibatches</c>.</param>
/// <param name="Title">The notebook's title.</param>
/// <param name="Version">Changes with any text of the release: the first 12 hex digits of its SHA-256.</param>
/// <param name="Key">From which the hidden random inputs are drawn, in base64. Without an instructor's key it is derived from public text.</param>
/// <param name="HasKey">Whether an instructor's key went into <paramref name="Key"/>.</param>
/// <param name="Parts">The cells in their order.</param>
/// <param name="Questions">What is asked.</param>
public sealed partial record Bundle(string Assignment, string Title, string Version, string Key, bool HasKey, IReadOnlyList<Part> Parts, IReadOnlyList<Question> Questions)
{
    /// <summary>Points of all checks.</summary>
    public decimal Maximum => Questions.Sum(q => q.Maximum);

    /// <summary>The exercise as students see it: no solutions, no hidden checks.</summary>
    public Bundle Visible => this with
    {
        Parts = [.. Parts.Select(p => p with { Source = p.Released })],
        Questions = [.. Questions.Select(q => q with { Checks = [.. q.Checks.Where(c => !c.IsHidden)] })],
    };
}

/// <summary>What a cell of an exercise is for.</summary>
public enum Role
{
    /// <summary>Markdown.</summary>
    Text,

    /// <summary>Code that is given: references, data, helpers. Runs where answers run and where they are judged.</summary>
    Given,

    /// <summary>Where the student writes.</summary>
    Answer,

    /// <summary>Checks of the answer before it.</summary>
    Checks,
}

/// <summary>A cell of an exercise.</summary>
/// <param name="Id">Its <c>grade_id</c>; empty for a cell that anybody may change.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Released">The text students get: stubs for solutions, no hidden checks.</param>
/// <param name="Source">The instructor's text.</param>
public sealed record Part(string Id, Role Role, string Released, string Source);

/// <summary>A question: an answer cell and the cell with its checks.</summary>
/// <param name="Id">The answer cell's <c>grade_id</c>.</param>
/// <param name="Title">From its heading.</param>
/// <param name="Stars">Difficulty, 1 to 3.</param>
/// <param name="Minutes">How long it takes a student who has read the chapter.</param>
/// <param name="ChecksId">The <c>grade_id</c> of the cell with its checks.</param>
/// <param name="Functions">The functions the student writes.</param>
/// <param name="Checks">The checks in their order.</param>
public sealed record Question(string Id, string Title, int Stars, int Minutes, string ChecksId, IReadOnlyList<Function> Functions, IReadOnlyList<CheckInfo> Checks)
{
    /// <summary>Points of its checks.</summary>
    public decimal Maximum => Checks.Sum(c => c.Points);
}

/// <summary>A function the student writes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Declaration">Return type, name and parameters as written, without body.</param>
/// <param name="Returns">The return type as written.</param>
/// <param name="Parameters">The parameters' names.</param>
/// <param name="Types">The parameters' types as written.</param>
public sealed record Function(string Name, string Declaration, string Returns, IReadOnlyList<string> Parameters, IReadOnlyList<string> Types);

/// <summary>A check, as its text declares it.</summary>
/// <param name="Title">What it checks; unique in its question.</param>
/// <param name="Points">What it is worth.</param>
/// <param name="IsHidden">Whether students do not see it.</param>
public sealed record CheckInfo(string Title, decimal Points, bool IsHidden);
