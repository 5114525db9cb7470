using Descent.Checks;
using Descent.Figures;
using static Descent.Tests.Checks.Listener;

namespace Descent.Tests.Checks;

public class FigureCheckTests
{
    static readonly Figure Good = new Figure("Noise & <more> of a caption that is long enough to be broken into several lines of the title", x: "B", y: "σ² < 1", logX: true)
        .Line("measured", [1.0, 10, 100], [4.0, double.NaN, 0.5]).Markers("σ²/B", [1, 2], [3, 4]);

    [Fact]
    public void A_figure_with_labels_and_its_series_passes() =>
        Assert.Equal(Verdict.Passed, Of(() => Check.Figure("a", () => Good, ["measured", "σ²/B"], d => d["σ²/B"].Y[1] == 4 ? null : "no")).Verdict);

    [Fact]
    public void What_a_figure_lacks_is_told()
    {
        Assert.Equal("the vertical axis has no label", Of(() => Check.Figure("a", () => new Figure("c", x: "x").Line("l", [1.0]))).Message);
        Assert.Equal("the horizontal axis has no label", Of(() => Check.Figure("a", () => new Figure("c", y: "y").Line("l", [1.0]))).Message);
        Assert.Equal((Verdict.Failed, "expected a series “theory”, got “measured”, “σ²/B”"), Of(() => Check.Figure("a", () => Good, ["theory"])) is var o ? (o.Verdict, o.Message) : default);
        Assert.Equal("the curve falls", Of(() => Check.Figure("a", () => Good, complaint: _ => "the curve falls")).Message);
        Assert.Equal("the value does not fit: expected a series “x”, got “measured”, “σ²/B”", Of(() => Check.Figure("a", () => Good, complaint: d => d["x"].Name)).Message);
    }

    [Fact]
    public void A_figure_read_back_from_its_JSON_is_judged_alike()
    {
        var copy = Figure.FromJson(Good.ToJson());
        Assert.Equal(Verdict.Passed, Of(() => Check.Figure("a", () => copy, ["measured"], d =>
            d.Caption == Good.Caption && d is { X: "B", Y: "σ² < 1", IsLogX: true, IsLogY: false, Series: [{ Name: "measured", X: [1, 10, 100], Y: [4, double.NaN, 0.5] }, _] } ? null : d.ToString())).Verdict);
        Assert.Throws<InvalidOperationException>(() => copy.Line("more", [1.0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"layout\":{\"title\":{\"text\":1}}}")]
    [InlineData("{\"layout\":[]}")]
    [InlineData("{\"layout\":{}}")]
    [InlineData("{\"layout\":{\"title\":{\"text\":\"\\ud800\"}}}")]
    public void Other_text_is_no_figure(string json) => Assert.ThrowsAny<ArgumentException>(() => Figure.FromJson(json));

    [Theory]
    [InlineData("{\"layout\":{\"title\":{\"text\":\"c\"}},\"data\":[1,{\"x\":{}},{\"name\":2,\"y\":[\"a\"]}]}")]
    [InlineData("{\"layout\":{\"title\":{\"text\":\"c\"},\"xaxis\":3},\"data\":{}}")]
    public void A_forged_figure_fails_and_breaks_nothing(string json) =>
        Assert.Equal(Verdict.Failed, Of(() => Check.Figure("a", () => Figure.FromJson(json), ["measured"])).Verdict);
}
