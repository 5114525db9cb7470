using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Descent.Figures;
using Descent.Front;

namespace Descent.Tests.Front;

public sealed class InteractTests
{
    static Figure Draw(double η, bool on) => new Figure($"η = {η}{(on ? ", on" : "")}", x: "x", y: "y").Line("L", [1, 2, 3], x => η * x);

    static Interact Small => Interact.Of(Parameter.Range("rate η", 0.1, 0.4, 3, start: 0.2), Parameter.Toggle("momentum"), (η, on) => Draw(η, on));

    static JsonNode Payload(Interact i) => JsonNode.Parse(Regex.Match(i.ToHtml(), "class=\"descent-payload\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!;

    [Fact]
    public void Every_setting_is_called_once_in_order_the_last_parameter_fastest()
    {
        var seen = new List<(double, int, string, bool, int)>();
        var all = Interact.Of(Parameter.Steps("a", [0.5, 1]), Parameter.Integers("b", 1, 2), Parameter.Choice("c", "x", "y"), Parameter.Toggle("d"), Parameter.Seed("e", 2), (a, b, c, d, e) =>
        {
            seen.Add((a, b, c, d, e));
            return Draw(a, d);
        });
        Assert.Equal(32, all.Count);
        Assert.Equal(from a in (double[])[0.5, 1] from b in (int[])[1, 2] from c in (string[])["x", "y"] from d in (bool[])[false, true] from e in (int[])[1, 2] select (a, b, c, d, e), seen);
    }

    [Fact]
    public void It_starts_where_its_parameters_start()
    {
        Assert.Equal("η = 0.2", Small.Start.Caption);
        Assert.Equal([1, 0], Payload(Small)["controls"]!.AsArray().Select(c => (int)c!["start"]!));
    }

    [Fact]
    public void The_same_experiment_has_the_same_html_and_key_and_another_has_not()
    {
        Assert.Equal(Small.ToHtml(), Small.ToHtml());
        var other = Interact.Of(Parameter.Range("rate η", 0.1, 0.4, 3, start: 0.2), Parameter.Toggle("momentum"), (η, on) => Draw(η, !on));
        Assert.NotEqual(Small.Key, other.Key);
    }

    [Fact]
    public void Without_scripts_it_has_the_words_of_the_start_and_its_settings()
    {
        var html = Regex.Replace(Small.ToHtml(), "<script.*?</script>", "", RegexOptions.Singleline);
        Assert.Contains($"<p class=\"descent-alt\">{Small.Start.AlternativeText}</p>", html);
        Assert.Contains("<td>2</td><td>0.4</td>", html);
        Assert.Contains("<td>rate η</td><td>0.1, 0.2, 0.3, 0.4</td><td>0.2</td>", html.Replace("&#951;", "η"));
        Assert.Contains("<td>momentum</td><td>off, on</td><td>off</td>", html);
        Assert.DoesNotContain("<input", html);
    }

    [Fact]
    public void The_size_it_prints_is_that_of_its_json()
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(Regex.Match(Small.ToHtml(), "class=\"descent-payload\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
        Assert.Contains($"8 states, {bytes / 1000.0:0.#} kB", Small.ToHtml());
    }

    [Fact]
    public void Its_plain_text_is_the_starts_and_the_settings() =>
        Assert.Equal($"{Small.Start.AlternativeText} Settings: rate η: 0.1, 0.2, 0.3, 0.4 (start 0.2); momentum: off, on (start off).", Small.ToString());

    [Fact]
    public void Too_many_bytes_are_refused_with_the_parameter_to_thin()
    {
        var rng = new Random(1);
        var error = Assert.Throws<InvalidOperationException>(() => Interact.Of(Parameter.Integers("n", 1, 100), Parameter.Toggle("t"),
            (n, t) => new Figure("noise").Line("L", Enumerable.Range(0, 400), Enumerable.Range(0, 400).Select(_ => rng.NextDouble()))));
        Assert.Matches(@"^Interact of 100 × 2 = 200 states × [\d.]+ kB = \d+ kB: at most 300 kB are stored\. Give “n” fewer than 100 values", error.Message);
    }

    [Fact]
    public void Too_many_states_are_refused_before_the_first_is_computed()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Interact.Of(Parameter.Integers("n", 1, 200), Parameter.Integers("m", 1, 100), (n, m) => throw new NotSupportedException()));
        Assert.Contains("200 × 100 = 20000 states", error.Message);
        Assert.Contains("“n”", error.Message);
    }

    [Fact]
    public void A_failure_names_the_setting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Interact.Of(Parameter.Integers("n", 1, 3), Parameter.Choice("how", "a", "b"),
            (n, how) => n == 2 && how == "b" ? throw new ArgumentException("no such thing") : Draw(n, false)));
        Assert.Equal("Interact at n = 2, how = b: no such thing", error.Message);
    }

    [Fact]
    public void A_live_figure_is_the_one_off_the_grid() =>
        Assert.Equal("η = 0.25, on", (string?)JsonNode.Parse(Small.Evaluate([0.25, true]))!["caption"]);

    [Fact]
    public void A_figure_that_moves_gets_a_slider_for_its_steps()
    {
        var controls = Payload(Interact.Of(Parameter.Toggle("t"), t => new Figure("c").Animate("p", [(1, 2), (3, t ? 4 : 5)])))["controls"]!.AsArray();
        Assert.Equal(["t", "step"], controls.Select(c => (string?)c!["name"]));
        Assert.True((bool)controls[1]!["play"]!);
    }

    static string Copied(Interact i, params int[] at)
    {
        var payload = Payload(i);
        return string.Concat(payload["code"]!.AsArray().Select(p => p!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? (string)payload["literals"]![(int)p]![at[(int)p]]! : (string)p!));
    }

    [Fact]
    public void A_lambda_is_copied_as_its_body_after_its_settings() => Assert.Equal("var η = 0.4;\nvar on = true;\nDraw(η, on)", Copied(Small, 3, 1));

    [Fact]
    public void Statements_are_copied_without_braces_and_indentation()
    {
        var i = Interact.Of(Parameter.Choice("who", "a \"b\""), Parameter.Integers("n", 1, 2), (who, n) =>
        {
            var twice = 2 * n;
            return Draw(twice, who == "");
        });
        Assert.Equal("var who = \"a \\\"b\\\"\";\nvar n = 2;\nvar twice = 2 * n;\nreturn Draw(twice, who == \"\");", Copied(i, 0, 1));
    }

    [Fact]
    public void Types_of_a_lambdas_parameters_and_discards_are_left_out() => Assert.Equal("var η = 1.0;\nDraw(η, false)",
        Copied(Interact.Of(Parameter.Steps("η", [1.0]), Parameter.Toggle("on"), static (double η, bool _) => Draw(η, false)), 0, 0));

    [Fact]
    public void A_methods_name_is_copied_as_a_call() => Assert.Equal("Draw(1.0, false)", Copied(Interact.Of(Parameter.Steps("η", [1.0]), Parameter.Toggle("on"), Draw), 0, 0));

    [Fact]
    public void A_value_without_a_literal_is_copied_as_an_element_of_its_parameter() =>
        Assert.Equal("var f = (Parameter.Choice(\"f\", (\"sin\", (Func<double, double>)Math.Sin), (\"cos\", Math.Cos)))[1];\nDraw(f(1), true)",
            Copied(Interact.Of(Parameter.Choice("f", ("sin", (Func<double, double>)Math.Sin), ("cos", Math.Cos)), f => Draw(f(1), true)), 1));
}
