using System.Diagnostics;

namespace Descent.Checks;

/// <summary>Checks of an exercise's answers. In a notebook each prints one line, and all run; the grader's listener hears of them instead.
/// A check calls the student's functions only inside its <c>answer</c>; everything else of it belongs to whoever judges.</summary>
/// <remarks>In all checks: <c>title</c> says what is checked and is unique in its question; <c>points</c> are earned whole or not at all; the k-th failure in a row shows the k-th of the <c>hints</c>.
/// An answer that throws does not pass; an exception anywhere else is the check's own error and thrown as <see cref="InvalidOperationException"/>.</remarks>
[StackTraceHidden]
public static partial class Check
{
    /// <summary>Passes when the answer has the expected type and shape and |got − expected| ≤ tolerance·max(1, |expected|) for each of its numbers;
    /// what is not finite must be expected.</summary>
    public static void Close<T>(string title, Func<T> answer, T expected, double tolerance = 1e-9, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, _ => Comparison.Of(expected, Answer(answer), tolerance));

    /// <summary>Passes when what <paramref name="measure"/> makes of the answer is close to what was expected.</summary>
    public static void Close<T, TMeasure>(string title, Func<T> answer, Func<T, TMeasure> measure, TMeasure expected, double tolerance = 1e-9, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, _ => Comparison.Of(expected, Measured(answer, measure), tolerance));

    /// <summary>Passes when the answer has the expected type, shape and values exactly.</summary>
    public static void Equal<T>(string title, Func<T> answer, T expected, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, _ => Comparison.Of(expected, Answer(answer), null));

    /// <summary>Passes when what <paramref name="measure"/> makes of the answer equals what was expected.</summary>
    public static void Equal<T, TMeasure>(string title, Func<T> answer, Func<T, TMeasure> measure, TMeasure expected, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, _ => Comparison.Of(expected, Measured(answer, measure), null));

    /// <summary>Passes when the answer throws an exception of type <typeparamref name="TException"/> or of one derived from it; one that is not written yet never does.</summary>
    public static void Throws<TException>(string title, Func<object?> answer, double points = 1, string[]? hints = null) where TException : Exception =>
        Run(title, points, hints, _ =>
        {
            var expected = Description.A(typeof(TException));
            string got;
            try
            {
                got = Description.Of(answer());
            }
            catch (Exception e) when (e is not UnansweredException && IsOfAnswer(e))
            {
                var thrown = Failure.Of(e);
                return !thrown.Types.Contains(Failure.NotWritten) && thrown.Types.Contains(typeof(TException).FullName!) ? null
                    : throw Failure.Why(thrown, $"expected {expected}, but ");
            }
            return new($"expected {expected}, but the call returned {got}", expected, got);
        });

    // The answer's value. What it throws ends the check.
    static T Answer<T>(Func<T> answer)
    {
        try
        {
            return answer();
        }
        catch (Exception e) when (e is not UnansweredException && IsOfAnswer(e))
        {
            throw Failure.Why(Failure.Of(e));
        }
    }

    static TMeasure Measured<T, TMeasure>(Func<T> answer, Func<T, TMeasure> measure)
    {
        var value = Answer(answer) ?? throw new UnansweredException(Verdict.Failed, "expected a value, got null");
        try
        {
            return measure(value);
        }
        catch (Exception e) when (IsOfCheck(e))
        {
            throw new UnansweredException(Verdict.Failed, $"the value does not fit: {Failure.Sentence(e.Message)}");
        }
    }

    // A value of the check itself.
    static T Own<T>(string title, string part, Func<T> value)
    {
        try
        {
            return value();
        }
        catch (Exception e) when (IsOfCheck(e))
        {
            throw Broken(title, $"its {part} threw {e.GetType().Name}: {Failure.Sentence(e.Message)}", e);
        }
    }

    static InvalidOperationException Broken(string title, string why, Exception? cause = null) =>
        new($"The check “{title}” is broken, not your answer: {why}", cause);

    // A stop by the reader and the transport's own faults are nobody's answer.
    static bool IsOfAnswer(Exception e) => e is not (OperationCanceledException or ThreadInterruptedException) && !Answers.IsFault(e);

    static bool IsOfCheck(Exception e) => IsOfAnswer(e) && e is not (UnansweredException or ThrownException);
}
