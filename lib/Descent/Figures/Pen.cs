namespace Descent.Figures;

/// <summary>How the n-th series is drawn: colour, dash, marker and bar pattern change together, so nothing rests on colour alone.</summary>
sealed record Pen(string Color, string Dash, string Symbol, string Pattern)
{
    static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A7A7A"];
    static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
    static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross"];
    static readonly string[] Patterns = ["", "/", ".", "x", "-", "\\"];

    public static Pen Of(int index) => new(Colors[index % 7], Dashes[index % 6], Symbols[index % 6], Patterns[index % 6]);

    /// <summary>The colour with an opacity, as rgba(int,int,int,α).</summary>
    public string Faint(string alpha)
    {
        var rgb = Convert.ToInt32(Color[1..], 16);
        return $"rgba({rgb >> 16},{(rgb >> 8) & 255},{rgb & 255},{alpha})";
    }
}
