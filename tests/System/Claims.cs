namespace Descent.SystemTests;

/// <summary>Checks written in Python: a program of this folder prints one line for each claim, with a tab and the problem (empty when it holds).</summary>
static class Claims
{
    public static async Task Run(Report report, string about, int count, string program, params string[] arguments)
    {
        using var python = Processes.Start(Jupyter.Root, new Dictionary<string, string>(), "/usr/bin/python3", [Path.Combine(Jupyter.Root, "tests", "System", program), .. arguments]);
        var errors = python.StandardError.ReadToEndAsync();
        var claims = 0;
        while (await python.StandardOutput.ReadLineAsync() is { } line)
            if (line.Split('\t') is [var claim, var problem])
            {
                report.Check($"{about}: {claim}", problem.Length == 0, problem);
                claims++;
            }
            else
            {
                Console.WriteLine($"      {line.TrimStart('#', ' ')}");
            }
        await python.WaitForExitAsync();
        report.Check($"{about}: every claim was checked", python.ExitCode == 0 && claims == count, $"{claims} claims, exit code {python.ExitCode}: {await errors}");
    }
}
