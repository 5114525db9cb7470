using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Descent.Grading.Reports;

/// <summary>The name, without extension, under which a student's result and feedback are kept.</summary>
public static class FileName
{
    const int Longest = 80;

    static readonly HashSet<string> Reserved = new(["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"com{i}", $"lpt{i}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>The student's own name where that is a file name everywhere; else its letters and digits with the first 8 hex digits of its SHA-256. Never a path.</summary>
    public static string Of(string student)
    {
        var safe = new StringBuilder();
        foreach (var rune in student.EnumerateRunes().Take(Longest))
            safe.Append(Rune.IsLetterOrDigit(rune) || rune.Value < 128 && " _-.@+,".Contains((char)rune.Value) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? rune.ToString() : "_");
        var name = safe.ToString();
        return name == student && name.Length is > 0 and <= Longest && name.Trim(' ', '.') == name && !Reserved.Contains(name.Split('.')[0]) ? name
            : $"{name.Trim(' ', '.', '_')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(student)))[..8]}".TrimStart('-');
    }
}
