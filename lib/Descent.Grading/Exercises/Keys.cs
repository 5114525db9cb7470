using System.Security.Cryptography;
using System.Text;

namespace Descent.Grading.Exercises;

/// <summary>From which the hidden inputs of an exercise are drawn.</summary>
public static class Keys
{
    const int Shortest = 16;

    /// <summary>The key of a release, in base64: HMAC-SHA256 with the instructor's key; without one SHA-256 of public text, which anybody can compute.</summary>
    public static string Of(byte[]? key, string assignment, string version)
    {
        var text = Encoding.UTF8.GetBytes($"{assignment} {version}");
        return Convert.ToBase64String(key is null ? SHA256.HashData(text) : HMACSHA256.HashData(key, text));
    }

    /// <summary>Reads an instructor's key: any file of at least 16 bytes.</summary>
    /// <exception cref="ExerciseException">It is missing or too short.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
            throw new ExerciseException(path, [new(0, null, "there is no such key file. Any secret file will do, such as: head -c 32 /dev/urandom > FILE")]);
        var bytes = File.ReadAllBytes(path);
        return bytes.Length is >= Shortest and <= 1 << 20 ? bytes
            : throw new ExerciseException(path, [new(0, null, $"a key has {Shortest} bytes to 1 MB, this file {bytes.Length}.")]);
    }
}
