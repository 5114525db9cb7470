using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Descent.Grading.Exercises;

/// <summary>A cell's nbgrader metadata, schema version 3.</summary>
/// <param name="Id">Its <c>grade_id</c>.</param>
/// <param name="Role">Which of the kinds we use: given cells are read-only, answers autograded answers, checks autograder tests.</param>
/// <param name="Points">Points of a checks cell.</param>
sealed partial record Nbgrader(string Id, Role Role, decimal Points)
{
    static readonly string[] Flags = ["grade", "solution", "locked", "task"];

    /// <summary>Reads the metadata of a source's code cell.</summary>
    /// <param name="metadata">The cell's metadata.</param>
    /// <param name="problem">Told what is wrong.</param>
    /// <returns>Null when it cannot be made sense of.</returns>
    public static Nbgrader? Read(JsonObject metadata, Action<string> problem)
    {
        if (metadata["nbgrader"] is not JsonObject json)
        {
            problem("a code cell needs nbgrader metadata: a given, an answer or a checks cell.");
            return null;
        }
        foreach (var key in json.Select(k => k.Key).Except([.. Flags, "schema_version", "grade_id", "points"]))
            problem($"nbgrader metadata has the key '{key}', which a source does not have.");
        if (json["schema_version"] is not JsonValue version || !version.TryGetValue(out int number) || number != 3)
            problem("nbgrader metadata needs schema_version 3.");
        var flags = string.Concat(Flags.Select(f => json[f] is JsonValue flag && flag.TryGetValue(out bool set) ? set ? 'T' : 'F' : '?'));
        Role? role = flags switch { "FFTF" => Role.Given, "FTFF" => Role.Answer, "TFTF" => Role.Checks, _ => null };
        if (role is null)
            problem("nbgrader metadata needs grade, solution, locked, task: false, false, true, false (given), false, true, false, false (answer) or true, false, true, false (checks).");
        var id = json["grade_id"] is JsonValue text && text.TryGetValue(out string? s) && Name().IsMatch(s) ? s : null;
        if (id is null)
            problem("nbgrader metadata needs a grade_id of letters, digits, _ and -.");
        decimal points = 0;
        if (json.ContainsKey("points") != (role == Role.Checks))
            problem(role == Role.Checks ? "a checks cell needs nbgrader points." : "only a checks cell has nbgrader points.");
        else if (role == Role.Checks && (json["points"] is not JsonValue value || !value.TryGetValue(out points)))
            problem("nbgrader points need to be a number.");
        return role is { } known && id is not null ? new(id, known, points) : null;
    }

    /// <summary>The metadata of the released cell.</summary>
    /// <param name="source">The text students get.</param>
    public JsonObject ToJson(string source)
    {
        var json = new JsonObject
        {
            ["cell_type"] = "code",
            ["checksum"] = Checksum(source, "code", Role == Role.Checks, Role == Role.Answer, Role == Role.Given, Id, (double)Points),
            ["grade"] = Role == Role.Checks,
            ["grade_id"] = Id,
            ["locked"] = Role != Role.Answer,
        };
        if (Role == Role.Checks)
            json["points"] = Points;
        json["schema_version"] = 3;
        json["solution"] = Role == Role.Answer;
        json["task"] = false;
        return json;
    }

    /// <summary>nbgrader's checksum of a cell: MD5, by which its front ends warn of edits. It protects nothing.</summary>
    public static string Checksum(string source, string type, bool grade, bool solution, bool locked, string id, double points)
    {
        var text = $"{source}{type}{grade}{solution}{!solution && (grade || locked)}{id}{(grade ? Float(points) : "")}";
#pragma warning disable CA5351 // the format wants MD5
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }

    /// <summary>A finite number as Python prints a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Float(double value)
    {
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var (whole, fraction) = parts[0].Split('.') is [var w, var f] ? (w, f) : (parts[0], "");
        var digits = (whole + fraction).TrimStart('0');
        var exponent = whole.Length - 1 - ((whole + fraction).Length - digits.Length) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        return (double.IsNegative(value) ? "-" : "") + (digits == "" ? "0.0"
            : exponent is < -4 or >= 16 ? $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
            : $"{digits.PadRight(exponent + 1, '0')[..(exponent + 1)]}.{(digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0")}");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
