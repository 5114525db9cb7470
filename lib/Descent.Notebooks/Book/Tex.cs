using System.Text.RegularExpressions;

namespace Descent.Notebooks.Book;

/// <summary>TeX as a line of plain text, for the search: Greek letters and the commonest signs as Unicode, other commands and braces left out.</summary>
static partial class Tex
{
    static readonly Dictionary<string, string> Signs = """
        alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω nabla ∇ partial ∂ infty ∞ sum ∑ prod ∏ int ∫ cdot · times × le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ simeq ≃ sim ∼ in ∈
        pm ± to → leftarrow ← Rightarrow ⇒ top ᵀ star ⋆ ldots … dots … cdots … propto ∝ ll ≪ gg ≫ frac / tfrac / log log exp exp max max min min ln ln sin sin cos cos tanh tanh det det
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(p => p[0], p => p[1]);

    public static string Plain(string tex) => Rest().Replace(Command().Replace(tex, m => Signs.GetValueOrDefault(m.Groups[1].Value, "")), "");

    [GeneratedRegex(@"\\([A-Za-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\\.|[{}$^_&]")]
    private static partial Regex Rest();
}
