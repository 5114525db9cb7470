namespace Descent.Checks;

/// <summary>Who is told of checks instead of the reader of a notebook.</summary>
public interface ICheckListener
{
    /// <summary>A check begins.</summary>
    /// <returns>The seed of its random inputs.</returns>
    /// <exception cref="UnansweredException">It cannot be tried; it ends with that verdict.</exception>
    ulong Begin(string title);

    /// <summary>A check has ended.</summary>
    void End(Outcome outcome);

    /// <summary>A wrong answer that the checks of this cell must refute.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="function">The function it stands in for.</param>
    /// <param name="answer">The wrong answer.</param>
    void Mistake(string why, string function, Delegate answer);
}
