using System.Net;
using System.Text;
using System.Text.Json;

namespace Descent.Notebooks.Wire;

/// <summary>What Jupyter's connection file says: the five addresses to bind, nothing else, and the key that signs the messages (empty = unsigned).</summary>
sealed record Connection(IPEndPoint Shell, IPEndPoint IOPub, IPEndPoint Stdin, IPEndPoint Control, IPEndPoint Heartbeat, byte[] Key)
{
    /// <summary>Reads a connection file.</summary>
    /// <exception cref="InvalidDataException">The file is no connection file, or asks for what is not spoken here; the message says which.</exception>
    public static Connection Read(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            Require(root, "transport", "tcp");
            Require(root, "signature_scheme", "hmac-sha256");
            var ip = root.GetProperty("ip").GetString() switch { "*" => IPAddress.Any, "localhost" => IPAddress.Loopback, var text => IPAddress.Parse(text ?? "") };
            IPEndPoint At(string name) => root.GetProperty(name).GetInt32() is > 0 and <= IPEndPoint.MaxPort and var port ? new(ip, port)
                : throw new FormatException($"{name} is not in 1…{IPEndPoint.MaxPort}.");
            return new(At("shell_port"), At("iopub_port"), At("stdin_port"), At("control_port"), At("hb_port"),
                Encoding.UTF8.GetBytes(root.GetProperty("key").GetString() ?? ""));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is not a connection file of Jupyter: {e.Message}", e);
        }
    }

    static void Require(JsonElement root, string name, string only)
    {
        if (root.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text && text != only)
            throw new FormatException($"{name} is {text}, this kernel speaks {only}.");
    }
}
