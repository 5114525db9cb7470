using System.Text.Json.Nodes;
using static System.FormattableString;

namespace Descent.Front;

/// <summary>The live layer of an experiment: a button above the figure that opens sliders finer than the stored grid, whose values C# computes as they move.</summary>
/// <remarks>A value reaches the page as the script of a hidden output that is replaced; the figure's own output stays. The page holds moves back while one is computed
/// and sends the last one then, so the figure always ends where the slider ends.</remarks>
sealed class Live
{
    const int Finer = 10;          // positions of a live slider for each step of the stored one
    const int MostSeeds = 1000;

    readonly Interact experiment;
    readonly Host host;
    readonly object[] values;
    readonly string id = Guid.NewGuid().ToString("N");
    readonly Button run = new("Run live"), back = new("Back to the precomputed states");
    readonly Label problem = new("");
    readonly VBox panel;

    Live(Interact experiment, Host host)
    {
        (this.experiment, this.host) = (experiment, host);
        values = [.. experiment.Parameters.Select(p => p.At(p.Start))];
        IReadOnlyList<Widget> controls = [back, .. experiment.Parameters.Select(Control), problem];
        panel = new(run);
        run.Clicked += () =>
        {
            panel.Children = controls;
            Compute();
        };
        back.Clicked += () =>
        {
            panel.Children = [run];
            Send("null");
        };
    }

    /// <summary>Puts the button on the page, if the page has widgets: to be called before the experiment itself is shown.</summary>
    public static void Offer(Interact experiment)
    {
        if (Host.Current is not { } host || host.Widgets() == 0)
            return;
        var live = new Live(experiment, host);
        var data = WidgetFormatters.View(live.panel, host) is var view && host.Widgets() == 1 ? new JsonObject { [WidgetFormatters.Mime] = view }
            : new JsonObject { [WidgetFormatters.Mime] = view, ["text/plain"] = "Run live: in a notebook with widgets." };
        host.Publish("display_data", new() { ["data"] = data, ["metadata"] = new JsonObject(), ["transient"] = new JsonObject() }, null);
        host.Publish("display_data", new Snippet("<div hidden></div>", "").Content(live.id), null);
    }

    Widget Control(Parameter parameter, int k)
    {
        void Set(object value)
        {
            values[k] = value;
            Compute();
        }
        switch (parameter.Kind)
        {
            case "toggle":
                var box = new Checkbox(parameter.Name, parameter.Start > 0);
                box.ValueChanged += on => Set(parameter.At(on ? 1 : 0));
                return box;
            case "choice":
                var dropdown = new Dropdown(parameter.Name, parameter.Labels, parameter.Start);
                dropdown.ValueChanged += _ => Set(parameter.At(dropdown.Index));
                return dropdown;
            case "seed":
                var seed = new IntSlider(parameter.Name, 1, MostSeeds, parameter.Start + 1);
                seed.ValueChanged += n => Set(parameter.Near(n));
                return seed;
            case var _ when parameter.Ends is not var (low, high) || low == high:
                return new Label($"{parameter.Name}: {parameter.Labels[parameter.Start]}");
            default:
                return Slider(parameter, Set);
        }
    }

    static HBox Slider(Parameter parameter, Action<object> set)
    {
        var (low, high) = parameter.Ends!.Value;
        var (count, whole, log) = (parameter.Labels.Count, parameter.At(0) is int, IsLogarithmic(parameter));
        double Place(double value) => log ? Math.Log10(value) : value;
        double Value(double place) => Math.Clamp(Figures.Numbers.Rounded(log ? Math.Pow(10, place) : place), low, high);
        var step = whole && !log ? 1 : (Place(high) - Place(low)) / (Finer * Math.Max(1, count - 1));
        var decimals = Enumerable.Range(0, 6).FirstOrDefault(d => Math.Abs(step * Math.Pow(10, d) - Math.Round(step * Math.Pow(10, d))) < 1e-6, 6);
        var slider = new FloatSlider(parameter.Name, Place(low), Place(high), Place(Number(parameter.At(parameter.Start))), step) { Readout = !log, Format = $".{decimals}f" };
        var text = new Label(log ? parameter.Labels[parameter.Start] : parameter.Unit);   // on a logarithmic slider the page's own number would be the exponent
        slider.ValueChanged += place =>
        {
            var value = parameter.Near(Value(place));
            if (log)
                text.Text = Invariant($"{value} {parameter.Unit}").TrimEnd();
            set(value);
        };
        return new(slider, text);
    }

    // A grid whose middle is nearer to the ends' geometric mean than to their arithmetic one runs by ratios.
    static bool IsLogarithmic(Parameter parameter) => parameter.IsLogarithmic || (parameter.Ends is ( > 0 and var low, var high)
        && Number(parameter.At(parameter.Labels.Count / 2)) is var middle && Math.Abs(Math.Log(middle / Math.Sqrt(low * high))) < Math.Abs(Math.Log(middle / ((low + high) / 2))));

    static double Number(object value) => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    void Compute()
    {
        try
        {
            Send(experiment.Evaluate(values));
            problem.Text = "";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            problem.Text = e.Message;
        }
    }

    void Send(string state) => host.Publish("update_display_data",
        new Snippet($"<script>window.DescentFigures?.live(\"{experiment.Key}\",{state})</script>", "").Content(id), null);
}
