using Descent.Proofs;

namespace Descent.Tests.Proofs;

public class ProofTests
{
    static Derivation Squares(double wrong = 0) => new("Squares & sums", "(a+b)^2<9", "a <book>", ["$a<1$"],
    [
        Step.Equal("(a+b)^2=a^2+2ab+b^2", "multiply out $(a+b)$", rng => (a: rng.Next(), b: 1 + rng.Next()), x => (x.a + x.b) * (x.a + x.b), x => x.a * x.a + 2 * x.a * x.b + x.b * x.b + wrong),
        Step.Equal("2ab=ab+ab", "<twice>", rng => (a: rng.Next(), b: 1 + rng.Next()), x => x.a * x.b + x.a * x.b, x => 2 * x.a * x.b),
    ]);

    static string Html(Proof proof)
    {
        var writer = new StringWriter();
        Assert.True(new ProofFormatters().CreateTypeFormatters().Cast<ConventionFormatter<Proof>>().Single(f => f.MimeType == "text/html").Format(proof, writer));
        return writer.ToString();
    }

    [Fact]
    public void The_same_seed_gives_the_same_proof_and_another_seed_other_instances()
    {
        Assert.Equal(Squares(1).Check(7).Outcomes, Squares(1).Check(7).Outcomes);
        Assert.NotEqual(Squares(1).Check(7).Outcomes, Squares(1).Check(8).Outcomes);
    }

    [Fact]
    public void A_proof_holds_when_every_step_does()
    {
        Assert.True(Squares().Check().Holds);
        Assert.False(Squares(1).Check().Holds);
    }

    [Fact]
    public void A_derivation_without_steps_proves_nothing() =>
        Assert.Contains("“Nothing” has no step", Assert.Throws<InvalidOperationException>(() => new Derivation("Nothing", "", "", [], []).Check()).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_shows_every_line_and_the_counter_example()
    {
        var text = Squares(1).Check().ToString();
        Assert.StartsWith("✗ Squares & sums", text, StringComparison.Ordinal);
        Assert.Contains("✗ (a+b)^2=a^2+2ab+b^2", text, StringComparison.Ordinal);
        Assert.Contains("counter-example: a = 0", text, StringComparison.Ordinal);
        Assert.Contains("✓ 2ab=ab+ab", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_shows_formulas_as_mathematics_and_words_as_text()
    {
        var html = Html(Squares(1).Check());
        Assert.Contains("$\\displaystyle (a+b)^2&lt;9$", html, StringComparison.Ordinal);
        Assert.Contains("multiply out <span class=\"math\">$(a+b)$</span>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;twice&gt;", html, StringComparison.Ordinal);
        Assert.Contains("1 of 2 steps fails", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Counter-example.</strong> a = 0", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Counter-example", Html(Squares().Check()), StringComparison.Ordinal);
    }
}
