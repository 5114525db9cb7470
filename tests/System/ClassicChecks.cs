namespace Descent.SystemTests;

static class ClassicChecks
{
    public static Task Run(Report report, string? shots) => Task.CompletedTask;
}
