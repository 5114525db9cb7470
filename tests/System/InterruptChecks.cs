namespace Descent.SystemTests;

/// <summary>One kernel, interrupted again and again in the loops a student writes by mistake: it stops them, keeps its state and lives on.</summary>
static class InterruptChecks
{
    public static Task Run(Report report) => Claims.Run(report, "interrupts", 8, "interrupts.py", WireClient.KernelProgram, "10");
}
