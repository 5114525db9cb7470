using System.CommandLine;
using Descent.Data;

namespace Course.Commands;

/// <summary><c>course data verify</c>: the data files against their checksums.</summary>
static class DataCommand
{
    public static Command Build()
    {
        var verify = new Command("verify", "Compare every data file with its SHA-256 in datasets/checksums.txt.");
        verify.SetAction(_ =>
        {
            var checks = DataFiles.Verify();
            foreach (var check in checks)
                Console.WriteLine(check);
            Console.WriteLine(checks.All(check => check.Holds)
                ? $"{checks.Count} files as they should be in {Path.GetRelativePath(Environment.CurrentDirectory, DataFiles.Folder)}"
                : $"{checks.Count(check => !check.Holds)} of {checks.Count} files are damaged or missing: restore them with 'git checkout -- datasets'.");
            return checks.All(check => check.Holds) ? ExitCode.Done : ExitCode.CellFailed;
        });
        return new Command("data", "The data sets that come with the course.") { verify };
    }
}
