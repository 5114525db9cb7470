namespace Descent.SystemTests;

/// <summary>One line for each check; the exit code says whether all passed.</summary>
sealed class Report
{
    int passed, failed;

    /// <summary>Passes when there is no problem, else fails and lists them.</summary>
    public void Check(string claim, IReadOnlyCollection<string> problems)
    {
        if (problems.Count == 0) passed++; else failed++;
        Console.WriteLine($"{(problems.Count == 0 ? "pass" : "FAIL")}  {claim}");
        foreach (var problem in problems.Take(20)) Console.WriteLine($"        {problem}");
        if (problems.Count > 20) Console.WriteLine($"        … and {problems.Count - 20} more");
    }

    public void Check(string claim, bool holds, string problem) => Check(claim, holds ? [] : [problem]);

    /// <summary>Runs a group of checks; an exception is one more failure.</summary>
    public async Task Guard(string claim, Func<Task> checks)
    {
        try { await checks(); }
        catch (Exception e) { Check(claim, [e.Message]); }
    }

    public int End()
    {
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }
}
