using System.Diagnostics;
using System.Text.RegularExpressions;
using Descent.Data;
using Descent.Front;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;
using Microsoft.DotNet.Interactive;

namespace Descent.Tests.Front;

[Collection(nameof(Page))]
public class WorkTests
{
    static void Long(int steps, int milliseconds, string curve = "")
    {
        using var work = Work.Begin("Steps", steps, curve);
        for (var step = 1; step <= steps; step++)
        {
            Thread.Sleep(milliseconds);
            work.Report(step, 1.0 / step);
        }
    }

    static History Train(int epochs)
    {
        var data = Dataset.From(Tensor.Ones([8, 1]), Tensor.Zeros([8, 1]));
        return Fit.Regressor(new Dense(1, 1), data, null, new GradientDescent(0.01), epochs, 8, new Rng(1));
    }

    [Fact]
    public void Short_work_shows_nothing()
    {
        Train(3);                                       // compiled
        using var page = new Page();
        Long(3, 1);
        Train(3);
        Assert.Empty(page.Sent);
        Assert.Equal(["Steps", "Steps ended", "Fit", "Fit ended"], page.Busy);
    }

    [Fact]
    public void Long_work_is_one_output_that_becomes_one_line()
    {
        using var page = new Page();
        var clock = Stopwatch.StartNew();
        Long(30, 30, "loss");
        Long(20, 30);
        Assert.Equal("display_data", page.Sent[0].Type);
        Assert.All(page.Sent.Skip(1), m => Assert.Equal("update_display_data", m.Type));
        Assert.Single(page.Sent.Select(m => (string)m.Content["transient"]!["display_id"]!).Distinct());
        Assert.InRange(page.Sent.Count, 4, 4 + 5 * (clock.Elapsed.TotalSeconds - 1));   // each: one after half a second, at most five a second then, and its end
        var (first, html) = ((string)page.Sent[0].Content["data"]!["text/plain"]!, (string)page.Sent[0].Content["data"]!["text/html"]!);
        Assert.Matches(@"^Steps: \d+ % · \d+ of 30 · \d\.\d s left · loss 0\.\d+$", first);
        Assert.Contains("aria-label=\"loss from 1 to", html, StringComparison.Ordinal);
        Assert.Contains("<progress value=\"0.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Matches(@"^Steps: 20 of 20 in \d\.\d s$", (string)page.Sent[^1].Content["data"]!["text/plain"]!);
    }

    [Fact]
    public void Host_with_its_own_display_is_told_and_nothing_is_published()
    {
        using var page = new Page(progress: true);
        Long(20, 40);
        Assert.Empty(page.Sent);
        Assert.All(page.Told.SkipLast(1), told => Assert.InRange(told.Fraction, 1.0 / 20, 0.999));
        Assert.Equal(1, page.Told[^1].Fraction);
    }

    [Fact]
    public void Inner_work_is_silent()
    {
        using var page = new Page(progress: true);
        foreach (var _ in Work.Each(Enumerable.Range(0, 2), "seeds"))
            Long(15, 40);
        Assert.All(page.Told, told => Assert.StartsWith("seeds", told.Text, StringComparison.Ordinal));
        Assert.Equal("seeds: 2 of 2", page.Told[^1].Text.Split(" in ")[0]);
    }

    [Fact]
    public void Net_interactive_shows_through_its_context_and_updates_what_that_returned()
    {
        var context = KernelInvocationContext.Current = new();
        try
        {
            Long(20, 40);
        }
        finally
        {
            KernelInvocationContext.Current = null;
        }
        Assert.StartsWith("display text/html Snippet { Html = <div><progress", context.Seen[0], StringComparison.Ordinal);
        Assert.All(context.Seen.Skip(1), seen => Assert.StartsWith("update Snippet", seen, StringComparison.Ordinal));
        Assert.True(context.Seen.Count > 1);
    }

    [Fact]
    public void Stop_ends_a_training_with_the_model_so_far_and_then_nothing_begins()
    {
        using var page = new Page();
        var steps = 0;
        var data = Dataset.From(Tensor.Ones([8, 1]), Tensor.Zeros([8, 1]));
        var history = Fit.Regressor(new Dense(1, 1), data, null, new GradientDescent(0.01), 100, 8, new Rng(1), new() { Progress = p => { if ((steps = p.Step) == 3) page.Stop(); } });
        Assert.Equal((Descent.Training.Ending.Cancelled, 3, 3), (history.Ending, history.Losses.Count, steps));
        Assert.Throws<OperationCanceledException>(() => Train(1));
        Assert.Equal(["Fit", "Fit ended"], page.Busy);
    }

    [Fact]
    public void Stop_ends_a_loop_before_its_next_item()
    {
        using var page = new Page();
        var seen = new List<int>();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var i in Work.Each(Enumerable.Range(0, 10), "items"))
            {
                seen.Add(i);
                if (i == 3) page.Stop();
            }
        });
        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Equal("items ended", page.Busy[^1]);
    }

    [Theory, InlineData(10), InlineData(256), InlineData(100_000)]
    public void Curve_of_any_length_is_short_and_ends_where_the_values_end(int count)
    {
        var curve = new Curve();
        for (var i = 1; i <= count; i++)
            curve.Add(i);
        var svg = curve.Svg("loss");
        Assert.InRange(svg.Length, 0, 5000);
        Assert.Equal(count, curve.Last);
        var ys = Regex.Matches(svg, @",([\d.]+)").Select(m => double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(ys.OrderDescending(), ys);   // growing values go up
        Assert.Equal((55, 1), (ys[0], ys[^1]));
    }

    [Fact]
    public void Curve_without_a_shape_is_not_drawn()
    {
        var curve = new Curve();
        curve.Add(double.NaN);
        Assert.Equal("", curve.Svg("loss"));
        curve.Add(1);
        Assert.Equal("", curve.Svg("loss"));
        curve.Add(1);
        Assert.Equal("", curve.Svg("loss"));
    }
}
