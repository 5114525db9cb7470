using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Descent.Notebooks.Jupyter;

/// <summary>The cells that ran since the kernel started, as <c>history_request</c> asks for them.</summary>
sealed class History
{
    const int Session = 1;

    readonly List<(int Number, string Code, string? Result)> cells = [];

    /// <summary>Adds a cell with the plain text of its result.</summary>
    public void Add(int number, string code, string? result) => cells.Add((number, code, result));

    /// <summary>The content of <c>history_reply</c>: the last n cells, those from start to before stop, or those that match a pattern with * and ?.</summary>
    public JsonObject Answer(JsonObject request)
    {
        var n = (int?)request["n"] ?? int.MaxValue;
        var found = (string?)request["hist_access_type"] switch
        {
            "range" => (int?)request["session"] is null or 0 or Session
                ? cells.Where(c => c.Number >= ((int?)request["start"] ?? 0) && c.Number < ((int?)request["stop"] ?? int.MaxValue)) : [],
            "search" => Search((string?)request["pattern"] ?? "*", (bool?)request["unique"] ?? false).TakeLast(n),
            _ => cells.TakeLast(n),
        };
        var output = (bool?)request["output"] ?? false;
        return new()
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(c => new JsonArray(Session, c.Number, output ? new JsonArray(c.Code, c.Result) : c.Code))]),
        };
    }

    IEnumerable<(int Number, string Code, string? Result)> Search(string pattern, bool unique)
    {
        var found = cells.Where(c => FileSystemName.MatchesSimpleExpression(pattern, c.Code, ignoreCase: false));
        return unique ? found.Reverse().DistinctBy(c => c.Code).Reverse() : found;
    }
}
