using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Descent.Grading.Exercises;

public sealed partial record Bundle
{
    const string Format = "descent-bundle-1";
    const int Largest = 16_000_000, LongestText = 1_000_000, MostParts = 2000;

    static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 16,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>SHA-256 of the bundle's file, in hex.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Reads a bundle file.</summary>
    /// <exception cref="ExerciseException">It is missing, or not a bundle as <see cref="Write"/> writes it; every problem is named.</exception>
    public static Bundle Read(string path)
    {
        if (!File.Exists(path))
            throw Refused(path, "there is no such file. Build it: course exercise build.");
        if (new FileInfo(path).Length > Largest)
            throw Refused(path, $"a bundle has at most {Largest / 1_000_000} MB.");
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { MaxDepth = Layout.MaxDepth, AllowDuplicateProperties = false }) is not JsonObject json || $"{json["format"]}" != Format)
                throw Refused(path, $"it is not a bundle: it does not begin with \"format\": \"{Format}\".");
            json.Remove("format");
            var bundle = json.Deserialize<Bundle>(Layout)!;
            return bundle.Problems().ToList() is { Count: > 0 } problems ? throw new ExerciseException(Path.GetFileName(path), [.. problems.Select(p => new Problem(0, null, p))]) : bundle;
        }
        catch (JsonException e)
        {
            throw Refused(path, $"it is not a bundle: {(e.LineNumber is { } line && e.Path is null ? $"its JSON is broken in line {line + 1}" : e.Message.Split(" Path:")[0].TrimEnd('.') + (e.Path is { } at ? $" ({at})" : ""))}.");
        }
    }

    /// <summary>Writes the bundle file, readable for its owner only where the system knows owners. It holds solutions, hidden checks and the key.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, ToJson());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The bundle as JSON: the same bundle gives the same text.</summary>
    public string ToJson()
    {
        var json = JsonSerializer.SerializeToNode(this, Layout)!.AsObject();
        json.Insert(0, "format", Format);
        return json.ToJsonString(Layout) + "\n";
    }

    static ExerciseException Refused(string path, string why) => new(Path.GetFileName(path), [new(0, null, why)]);

    IEnumerable<string> Problems()
    {
        if (!Source.Assignment().IsMatch(Assignment))
            yield return $"'{Assignment}' is not an assignment's name (NN-name).";
        if (Parts.Count > MostParts || Parts.Any(p => p is null || Math.Max(p.Released.Length, p.Source.Length) > LongestText))
        {
            yield return $"a bundle has at most {MostParts} parts of {LongestText} characters.";
            yield break;
        }
        if (Version != Release.Version(Parts))
            yield return $"version {Version} is not that of its parts ({Release.Version(Parts)}): the file was edited. Build it again.";
        if (!Convert.TryFromBase64String(Key, new byte[32], out var length) || length != 32 || !HasKey && Key != Keys.Of(null, Assignment, Version))
            yield return "its key is not one that course exercise build writes.";
        if (Parts.Any(p => p.Role == Role.Text ? p.Id != "" : !Name().IsMatch(p.Id)) || Parts.Where(p => p.Role != Role.Text).DistinctBy(p => p.Id).Count() != Parts.Count(p => p.Role != Role.Text))
            yield return "every part but text needs an id of its own.";
        if (Questions.Count == 0 || Questions.Any(q => q is null) || !Parts.Where(p => p.Role is Role.Answer or Role.Checks).Select(p => p.Id).SequenceEqual(Questions.SelectMany(q => new[] { q?.Id, q?.ChecksId })))
        {
            yield return "its questions are not those of its answer and checks cells.";
            yield break;
        }
        foreach (var question in Questions)
            if (question.Stars is < 1 or > 3 || question.Minutes is < 1 or > 999 || question.Functions.Count == 0 || question.Functions.Any(f => f is null || f.Parameters.Count != f.Types.Count)
                || question.Checks.Count == 0 || question.Checks.Any(c => c is not { Points: > 0 and <= 1000, Title.Length: > 0 and <= 200 }) || question.Checks.DistinctBy(c => c.Title).Count() != question.Checks.Count)
                yield return $"question {question.Id} needs 1 to 3 stars, minutes, functions, and checks with points and titles of their own.";
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
