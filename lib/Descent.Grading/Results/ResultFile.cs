using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Descent.Grading.Results;

/// <summary>A result as JSON: members in camelCase in the order of the record, states in kebab-case, two spaces of indent, line feeds. Equal results give equal bytes.</summary>
public static class ResultFile
{
    static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The text of a value of the results, ending with a line feed.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Layout) + "\n";

    /// <summary>Writes a result. The file is there whole or as it was before, also when the power goes.</summary>
    public static void Write(string path, Result result) => Save(path, Text(result));

    /// <summary>The result in a file, or null when there is none that can be read.</summary>
    public static Result? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Result>(File.ReadAllBytes(path), Layout) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a text beside its place and moves it there.</summary>
    internal static void Save(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using (var file = File.Create(path + ".new"))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
    }
}
