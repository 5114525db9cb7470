using Descent.SystemTests;

// systemtests BOOK [--screenshots DIR]: what needs a browser. A missing tool is a failure, never a skip.
string? shots = null;
var book = Path.Combine("artifacts", "book");
for (var i = 0; i < args.Length; i++)
    if (args[i] != "--screenshots") book = args[i];
    else if (++i < args.Length) shots = args[i];
if (shots is not null) Directory.CreateDirectory(shots);

var report = new Report();
await WireChecks.Run(report);
await BookChecks.Run(report, Path.GetFullPath(book), shots);
return report.End();
