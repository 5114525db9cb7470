namespace Descent.Grading.Submissions;

/// <summary>A notebook handed in, matched with the exercise it belongs to.</summary>
/// <param name="Student">Who handed it in: from the folder or file name, never from the notebook.</param>
/// <param name="File">The file's name as it was found, relative to what was given.</param>
/// <param name="Hash">SHA-256 of the file, in hex.</param>
/// <param name="Cells">The code cells to run and the answers, in the order of the release; empty when rejected.</param>
/// <param name="Repairs">What had to be put right, in plain words; empty when nothing.</param>
/// <param name="Rejection">Why it cannot be graded, or null.</param>
public sealed record Submission(string Student, string File, string Hash, IReadOnlyList<SubmittedCell> Cells, IReadOnlyList<string> Repairs, string? Rejection = null);

/// <summary>A code cell of a submission.</summary>
/// <param name="Id">The part of the exercise it is, or empty for a cell of the student's own.</param>
/// <param name="Name">What messages call it, such as <c>Cell 7</c> (code cells of the student's notebook, from 1).</param>
/// <param name="Source">What runs: the instructor's text for given cells, the student's for answers and own cells.</param>
/// <param name="IsUntouched">Whether it is an answer cell that still has the released text.</param>
/// <param name="Problem">Why it must not run (a magic, another language), or null.</param>
public sealed record SubmittedCell(string Id, string Name, string Source, bool IsUntouched = false, string? Problem = null);
