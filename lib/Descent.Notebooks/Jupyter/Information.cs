using System.Text.Json.Nodes;

namespace Descent.Notebooks.Jupyter;

/// <summary>What the kernel says of itself.</summary>
static class Information
{
    /// <summary>The version of Jupyter's messaging protocol spoken here.</summary>
    public const string Protocol = "5.4";

    static readonly string Version = typeof(Information).Assembly.GetName().Version!.ToString(3);

    /// <summary>The content of <c>kernel_info_reply</c>.</summary>
    public static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Protocol,
        ["implementation"] = "descent",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"Descent {Version}: C# 14 on .NET {Environment.Version.ToString(2)}",
        ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
        ["debugger"] = false,
    };
}
