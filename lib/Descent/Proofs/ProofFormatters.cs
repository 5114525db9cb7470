using System.Net;
using System.Text;

namespace Descent.Proofs;

/// <summary>A proof as a piece of a web page and as text.</summary>
sealed class ProofFormatters
{
    readonly object[] formatters = [new ConventionFormatter<Proof>("text/html", Html), new ConventionFormatter<Proof>("text/plain", p => p.ToString())];

    public IEnumerable<object> CreateTypeFormatters() => formatters;

    // Formulas stand in elements of class "math", which the book typesets, between dollar signs, which Jupyter does. Colour only repeats what ✓ and ✗ say.
    static string Html(Proof proof)
    {
        var derivation = proof.Derivation;
        var html = new StringBuilder($"<div class=\"descent-proof\"><p style=\"margin:0.5em 0\"><strong>{Escape(derivation.Title)}.</strong> {Verdict(proof)}</p>{Display(derivation.Statement)}");
        html.Append($"<p style=\"margin:0.5em 0\">{(derivation.Assumptions.Count > 0 ? $"Assumed: {string.Join("; ", derivation.Assumptions.Select(Clause).Select(Sentence))}. " : "")}<small>Source: {Escape(derivation.Source)}.</small></p><ol>");
        foreach (var (step, outcome) in derivation.Steps.Zip(proof.Outcomes))
        {
            html.Append($"<li style=\"margin:0.6em 0;padding-left:0.6em;border-left:3px solid {(outcome.Holds ? "#009E73" : "#D55E00")}\">");
            html.Append("<div style=\"display:flex;flex-wrap:wrap;align-items:center;gap:0.2em 1.5em\">");
            html.Append($"<div style=\"flex:3 1 17em;min-width:0\">{Display(step.Formula)}</div><div style=\"flex:2 1 15em;min-width:0;line-height:1.45\">{Sentence(step.Reason)}<br>");
            html.Append($"<small>{Mark(outcome.Holds)} {Escape(outcome.Evidence)}</small></div></div>");
            if (outcome.CounterExample is { } example)
                html.Append($"<p style=\"margin:0.3em 0\"><strong>Counter-example.</strong> {Escape(example)}</p>");
            html.Append("</li>");
        }
        return html.Append("</ol></div>").ToString();
    }

    static string Verdict(Proof proof) => proof.Outcomes.Count(o => !o.Holds) switch
    {
        0 => $"{Mark(true)} Every step holds.",
        1 when proof.Outcomes.Count == 1 => $"{Mark(false)} Refuted.",
        var wrong => $"{Mark(false)} Refuted: {wrong} of {proof.Outcomes.Count} steps fail{(wrong == 1 ? "s" : "")}.",
    };

    static string Mark(bool holds) => holds ? "<span role=\"img\" aria-label=\"holds\">✓</span>" : "<span role=\"img\" aria-label=\"fails\">✗</span>";

    static string Display(string formula) => $"<div class=\"math display\" style=\"overflow-x:auto;margin:0.2em 0\">$\\displaystyle {Escape(formula)}$</div>";

    // A sentence as a part of a longer one.
    static string Clause(string sentence) => (sentence is [_, >= 'a' and <= 'z', ..] ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence).TrimEnd('.');

    /// <summary>Words, with formulas between dollar signs.</summary>
    static string Sentence(string text) => string.Concat(Escape(text).Split('$').Select((piece, i) => i % 2 == 0 ? piece : $"<span class=\"math\">${piece}$</span>"));

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
