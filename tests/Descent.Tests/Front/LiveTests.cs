using Descent.Figures;
using Descent.Front;

namespace Descent.Tests.Front;

[Collection(nameof(Page))]
public class LiveTests
{
    static readonly List<(double Rate, int Batch, string Kind, bool On, int Seed)> Seen = [];

    static Interact Experiment()
    {
        var made = Interact.Of(Parameter.Range("rate", 0.01, 1, steps: 4, log: true, start: 0.1), Parameter.Steps("batch", [1, 10, 100, 1000], start: 10),
            Parameter.Choice("kind", "a", "b"), Parameter.Toggle("on"), Parameter.Seed("seed", 2), (rate, batch, kind, on, seed) =>
            {
                Seen.Add((rate, batch, kind, on, seed));
                return batch == 999 ? throw new NotSupportedException("no such batch") : new Figure($"<b> {kind}").Line("L", [0, 1], [rate, batch]);
            });
        Seen.Clear();
        return made;
    }

    static void Show(Interact experiment)
    {
        using var text = new StringWriter();
        new InteractFormatters().CreateTypeFormatters().Cast<ConventionFormatter<Interact>>().First().Format(experiment, text);
        Assert.Contains("descent-figure", text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Comms by the description of their widget, or its kind where it has none.</summary>
    static Dictionary<string, string> Controls(Page page) => page.Open.Select(id => (Id: id, State: page.State(id)))
        .Where(c => c.State["description"] is not null || c.State["children"] is not null)
        .GroupBy(c => (string?)c.State["description"] ?? (string)c.State["_model_name"]!).ToDictionary(g => g.Key, g => g.First().Id);

    static string Script(Page page) => (string)page.Sent.Last(m => m.Type == "update_display_data").Content["data"]!["text/html"]!;

    [Fact]
    public void Without_widgets_there_is_no_button()
    {
        using var page = new Page();
        Show(Experiment());
        Assert.Empty(page.Sent);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Button_comes_before_the_figure_and_opens_every_control(int protocol)
    {
        using var page = new Page(protocol);
        var experiment = Experiment();
        Show(experiment);
        Assert.Equal(["Run live", "VBoxModel"], Controls(page).Keys.Order());
        var views = page.Sent.Where(m => m.Type == "display_data").Select(m => m.Content).ToArray();
        Assert.Equal(2, views.Length);
        Assert.Equal(protocol == 1 ? 1 : 2, views[0]["data"]!.AsObject().Count);   // the classic page would print a text beside the view
        Assert.NotNull(views[1]["transient"]!["display_id"]);
        Assert.Empty(Seen);

        page.Sent.Clear();
        page.Say(Controls(page)["Run live"], """{"method":"custom","content":{"event":"click"}}""");
        Assert.Equal((0.1, 10, "a", false, 1), Assert.Single(Seen));
        Assert.Equal(["Back to the precomputed states", "batch", "kind", "on", "rate", "seed"], Controls(page).Keys.Where(k => !k.EndsWith("Model", StringComparison.Ordinal) && k != "Run live").Order());
        Assert.StartsWith($"<script>window.DescentFigures?.live(\"{experiment.Key}\",{{", Script(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", Script(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_off_the_grid_are_computed_as_they_move_and_their_number_is_shown()
    {
        using var page = new Page(widgets: 2);
        Show(Experiment());
        page.Say(Controls(page)["Run live"], """{"method":"custom","content":{"event":"click"}}""");
        var controls = Controls(page);
        Assert.Equal(0.05, (double)page.State(controls["rate"])["step"]!, 1e-12);   // two decades in 4 × 10 steps
        page.Say(controls["rate"], """{"method":"update","state":{"value":-1.5}}""");
        Assert.Equal(0.031623, Seen[^1].Rate);
        Assert.Contains(page.Sent, m => m.Content["data"]?["state"]?["value"]?.ToString() == "0.031623");
        page.Say(controls["batch"], """{"method":"update","state":{"value":1.6}}""");
        Assert.Equal(40, Seen[^1].Batch);
        page.Say(controls["kind"], """{"method":"update","state":{"index":1}}""");
        page.Say(controls["on"], """{"method":"update","state":{"value":true}}""");
        page.Say(controls["seed"], """{"method":"update","state":{"value":77}}""");
        Assert.Equal((0.031623, 40, "b", true, 77), Seen[^1]);
        Assert.Equal(6, page.Sent.Count(m => m.Type == "update_display_data"));

        page.Say(controls["Back to the precomputed states"], """{"method":"custom","content":{"event":"click"}}""");
        Assert.EndsWith(",null)</script>", Script(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_is_told_beside_the_controls_until_a_value_works()
    {
        using var page = new Page(widgets: 2);
        Show(Experiment());
        page.Say(Controls(page)["Run live"], """{"method":"custom","content":{"event":"click"}}""");
        var batch = Controls(page)["batch"];
        page.Say(batch, """{"method":"update","state":{"value":2.9995654882259823}}""");   // log₁₀ 999
        var told = page.Sent[^1];
        Assert.Contains("no such batch", (string)told.Content["data"]!["state"]!["value"]!, StringComparison.Ordinal);
        page.Say(batch, """{"method":"update","state":{"value":1}}""");
        Assert.Equal("", (string)page.Sent[^1].Content["data"]!["state"]!["value"]!);
    }
}
