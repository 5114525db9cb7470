using Descent.SystemTests;

// systemtests BOOK [--screenshots DIR]: what needs a browser. A missing tool is a failure, never a skip.
var shots = Array.IndexOf(args, "--screenshots") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var book = args.FirstOrDefault(a => !a.StartsWith('-') && a != shots) ?? Path.Combine("artifacts", "book");
if (shots is not null) Directory.CreateDirectory(shots);

var report = new Report();
await BookChecks.Run(report, Path.GetFullPath(book), shots);
return report.End();
