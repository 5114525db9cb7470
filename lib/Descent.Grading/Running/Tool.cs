namespace Descent.Grading.Running;

/// <summary>Programs of the system.</summary>
static class Tool
{
    /// <summary>A program's path, or null.</summary>
    public static string? Find(string name) => ((string[])["/usr/bin", "/bin", "/usr/sbin", "/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')])
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
