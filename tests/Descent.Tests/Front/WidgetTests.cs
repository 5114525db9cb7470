using Descent.Figures;
using Descent.Front;

namespace Descent.Tests.Front;

/// <summary>The messages are those of jupyter-js-widgets 2.1 (protocol 1) and of ipywidgets 8 (protocol 2), key by key.</summary>
[Collection(nameof(Page))]
public class WidgetTests
{
    static FloatSlider Slider() => new("rate", 0, 1, 0.1, 0.01);

    [Fact]
    public void Protocol_2_opens_parts_first_and_shows_a_view_with_a_text_beside_it()
    {
        using var page = new Page(widgets: 2);
        var shown = Page.Show(Slider());
        Assert.Equal(
        [
            """open #1 {"state":{"_model_module":"@jupyter-widgets/base","_model_module_version":"2.0.0","_model_name":"LayoutModel","_view_module":"@jupyter-widgets/base","_view_module_version":"2.0.0","_view_name":"LayoutView","width":"30em"},"buffer_paths":[]}{"version":"2.1.0"}""",
            """open #2 {"state":{"_model_module":"@jupyter-widgets/controls","_model_module_version":"2.0.0","_model_name":"SliderStyleModel","_view_module":"@jupyter-widgets/base","_view_module_version":"2.0.0","_view_name":"StyleView","description_width":"initial"},"buffer_paths":[]}{"version":"2.1.0"}""",
            """open #3 {"state":{"_model_module":"@jupyter-widgets/controls","_model_module_version":"2.0.0","_model_name":"FloatSliderModel","_view_module":"@jupyter-widgets/controls","_view_module_version":"2.0.0","_view_name":"FloatSliderView","value":0.1,"min":0,"max":1,"step":0.01,"description":"rate","readout":true,"readout_format":".3g","continuous_update":true,"disabled":false,"orientation":"horizontal","layout":"IPY_MODEL_#1","style":"IPY_MODEL_#2"},"buffer_paths":[]}{"version":"2.1.0"}""",
        ], page.Log());
        Assert.Equal($$"""{"model_id":"{{page.Newest}}","version_major":2,"version_minor":0}""", shown["application/vnd.jupyter.widget-view+json"]);
        Assert.Equal("rate: 0.1 (slider from 0 to 1)", shown["text/plain"]);
    }

    [Fact]
    public void Protocol_1_puts_the_state_into_the_data_asks_for_display_and_shows_the_view_alone()
    {
        using var page = new Page(widgets: 1);
        var shown = Page.Show(Slider());
        var log = page.Log();
        Assert.Equal(4, log.Length);
        Assert.Equal("""open #3 {"_model_module":"jupyter-js-widgets","_model_module_version":"~2.1.4","_model_name":"FloatSliderModel","_view_module":"jupyter-js-widgets","_view_module_version":"~2.1.4","_view_name":"FloatSliderView","msg_throttle":1,"value":0.1,"min":0,"max":1,"step":0.01,"description":"rate","readout":true,"readout_format":".3g","continuous_update":true,"disabled":false,"orientation":"horizontal","layout":"IPY_MODEL_#1","style":"IPY_MODEL_#2"}""", log[2]);
        Assert.Contains("\"_view_name\":\"StyleView\"", log[1], StringComparison.Ordinal);
        Assert.Equal("""#3 {"method":"display"}""", log[3]);
        Assert.Equal(["application/vnd.jupyter.widget-view+json"], shown.Keys);
    }

    [Fact]
    public void Without_widgets_a_control_is_a_line_of_text()
    {
        Assert.Equal(["text/plain"], Page.Show(Slider()).Keys);
        using var page = new Page(widgets: 0);
        Assert.Equal("rate: 0.1 (slider from 0 to 1)", Assert.Single(Page.Show(Slider())).Value);
        Assert.Equal("on: yes\n[go]  left: 50 %\nb", new VBox(new Checkbox("on", true), new HBox(new Button("go"), new FloatProgress("left", 0, 2) { Value = 1 }), new Label("b")).ToString());
        Assert.Empty(page.Sent);
    }

    [Theory]
    [InlineData(1, "Dropdown", "Dropdown", "")]
    [InlineData(2, "Dropdown", "Dropdown", "DescriptionStyle")]
    [InlineData(1, "Checkbox", "Checkbox", "")]
    [InlineData(2, "Checkbox", "Checkbox", "CheckboxStyle")]
    [InlineData(1, "Button", "Button", "ButtonStyle")]
    [InlineData(2, "Button", "Button", "ButtonStyle")]
    [InlineData(1, "Progress", "Progress", "ProgressStyle")]
    [InlineData(2, "FloatProgress", "Progress", "ProgressStyle")]
    [InlineData(1, "IntSlider", "IntSlider", "SliderStyle")]
    [InlineData(2, "IntSlider", "IntSlider", "SliderStyle")]
    [InlineData(1, "Label", "Label", "")]
    [InlineData(2, "Label", "Label", "LabelStyle")]
    [InlineData(1, "Output", "Output", "")]
    [InlineData(2, "Output", "Output", "")]
    public void Every_control_has_the_page_s_names(int protocol, string model, string view, string style)
    {
        Widget widget = view switch
        {
            "Dropdown" => new Dropdown("d", ["a", "b"]),
            "Checkbox" => new Checkbox("c"),
            "Button" => new Button("b"),
            "Progress" => new FloatProgress("p"),
            "IntSlider" => new IntSlider("i", 0, 10, 5),
            "Label" => new Label("l"),
            _ => new Output(),
        };
        using var page = new Page(protocol);
        Page.Show(widget);
        var state = page.State(page.Newest);
        Assert.Equal((model + "Model", view + "View"), ((string)state["_model_name"]!, (string)state["_view_name"]!));
        Assert.Equal(protocol == 1 ? "jupyter-js-widgets" : view == "Output" ? "@jupyter-widgets/output" : "@jupyter-widgets/controls", (string)state["_view_module"]!);
        Assert.Equal(protocol == 1 ? "~2.1.4" : view == "Output" ? "1.0.0" : "2.0.0", (string)state["_view_module_version"]!);
        Assert.Equal(style == "" ? 2 : 3, page.Open.Count);
        if (style != "")
            Assert.Equal(style + "Model", (string)page.State(((string)state["style"]!)["IPY_MODEL_".Length..])["_model_name"]!);
    }

    [Fact]
    public void Box_opens_its_children_first_and_refers_to_them()
    {
        using var page = new Page(widgets: 2);
        var (label, late) = (new Label("a"), new Label("late"));
        var box = new VBox(label);
        Page.Show(box);
        var log = page.Log();
        Assert.Contains("LabelModel", log[3], StringComparison.Ordinal);   // #1 is the box's layout
        Assert.Contains("\"children\":[\"IPY_MODEL_#4\"]", log[4], StringComparison.Ordinal);
        box.Children = [label, late];
        log = page.Log();
        Assert.Equal(4, log.Length);
        Assert.Equal("""#5 {"method":"update","state":{"children":["IPY_MODEL_#4","IPY_MODEL_#8"]},"buffer_paths":[]}""", log[3]);
    }

    [Theory]
    [InlineData(1, """{"method":"backbone","sync_data":{"value":0.5},"buffer_keys":[]}""", "buffers")]
    [InlineData(2, """{"method":"update","state":{"value":0.5},"buffer_paths":[]}""", "buffer_paths")]
    public void Value_travels_both_ways_without_an_echo(int protocol, string moved, string buffers)
    {
        using var page = new Page(protocol);
        var (slider, seen) = (Slider(), new List<double>());
        slider.ValueChanged += seen.Add;
        Page.Show(slider);
        page.Log();
        page.Say(page.Newest, moved);
        Assert.Equal(0.5, slider.Value);
        Assert.Empty(page.Sent);
        slider.Value = 0.25;
        Assert.Equal([$$"""#3 {"method":"update","state":{"value":0.25},"{{buffers}}":[]}"""], page.Log());
        Assert.Equal([0.5, 0.25], seen);
        Assert.Equal(0.25, (double)page.State(page.Newest)["value"]!);
    }

    [Fact]
    public void Page_is_told_what_became_of_its_value_when_this_side_changed_it()
    {
        using var page = new Page(widgets: 2);
        var slider = new IntSlider("n", 0, 10, 10);
        Page.Show(slider);
        page.Log();
        page.Say(page.Newest, """{"method":"update","state":{"value":99}}""");
        Assert.Equal(["""#3 {"method":"update","state":{"value":10},"buffer_paths":[]}"""], page.Log());
        slider.ValueChanged += n => { slider.Value = n / 2 * 2; slider.Description = "even"; };
        page.Say(page.Newest, """{"method":"update","state":{"value":7.0}}""");
        Assert.Equal(["""#3 {"method":"update","state":{"description":"even"},"buffer_paths":[]}""", """#3 {"method":"update","state":{"value":6},"buffer_paths":[]}"""], page.Log());
    }

    [Fact]
    public void Dropdown_speaks_of_labels_in_protocol_1_and_of_positions_in_protocol_2()
    {
        var dropdown = new Dropdown("d", ["a", "b", "c"]);
        using (var classic = new Page(widgets: 1))
        {
            Page.Show(dropdown);
            classic.Log();
            classic.Say(classic.Newest, """{"method":"backbone","sync_data":{"value":"b"}}""");
            Assert.Equal(("b", 1), (dropdown.Value, dropdown.Index));
            dropdown.Index = 2;
            Assert.Equal(["""#2 {"method":"update","state":{"value":"c"},"buffers":[]}"""], classic.Log());
        }
        dropdown.Close();
        using var lab = new Page(widgets: 2);
        Page.Show(dropdown);
        lab.Log();
        lab.Say(lab.Newest, """{"method":"update","state":{"index":0}}""");
        Assert.Equal("a", dropdown.Value);
        Assert.Empty(lab.Sent);
        dropdown.Value = "b";
        Assert.Equal(["""#3 {"method":"update","state":{"index":1},"buffer_paths":[]}"""], lab.Log());
    }

    [Fact]
    public void Button_is_clicked_and_checkbox_checked()
    {
        using var page = new Page(widgets: 2);
        var (button, box, clicks) = (new Button("go"), new Checkbox("on"), 0);
        button.Clicked += () => clicks++;
        Page.Show(button);
        page.Say(page.Newest, """{"method":"custom","content":{"event":"click"}}""");
        Page.Show(box);
        page.Say(page.Newest, """{"method":"update","state":{"value":true}}""");
        Assert.Equal((1, true), (clicks, box.Value));
    }

    [Fact]
    public void Shown_twice_is_one_model()
    {
        using var page = new Page(widgets: 1);
        var slider = Slider();
        var (first, second) = (Page.Show(slider), Page.Show(slider));
        Assert.Equal(first, second);
        Assert.Equal(3, page.Open.Count);
        Assert.Equal(["""#3 {"method":"display"}""", """#3 {"method":"display"}"""], page.Log().Skip(3));
    }

    [Fact]
    public void Closed_by_the_page_it_opens_anew_when_shown_again()
    {
        using var page = new Page(widgets: 2);
        var slider = Slider();
        Page.Show(slider);
        var old = page.Newest;
        page.Say(old, """{"method":"closed"}""");
        slider.Value = 0.9;
        Page.Show(slider);
        Assert.NotEqual(old, page.Newest);
        Assert.Equal(0.9, (double)page.State(page.Newest)["value"]!);
    }

    [Fact]
    public void Close_closes_every_comm()
    {
        using var page = new Page(widgets: 2);
        var slider = Slider();
        Page.Show(slider);
        slider.Close();
        Assert.Empty(page.Open);
        Assert.Equal(["close #3", "close #2", "close #1"], page.Log().TakeLast(3));
    }

    [Theory]
    [InlineData("""{"method":"update","state":{"value":"text"}}""")]
    [InlineData("""{"method":"update","state":{"value":0.7}}""")]
    public void Exception_of_a_handler_is_written_to_stderr_and_the_value_stays(string said)
    {
        using var page = new Page(widgets: 2);
        var (slider, error, before) = (Slider(), new StringWriter(), Console.Error);
        slider.ValueChanged += _ => throw new NotSupportedException("no such rate");
        Page.Show(slider);
        try
        {
            Console.SetError(error);
            page.Say(page.Newest, said);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.StartsWith("FloatSlider “rate”: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(said.Contains("0.7", StringComparison.Ordinal) ? 0.7 : 0.1, slider.Value);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"method":3}""")]
    [InlineData("""{"method":"update"}""")]
    [InlineData("""{"method":"update","state":{"value":null,"nothing":1}}""")]
    [InlineData("""{"method":"custom","content":{"event":{}}}""")]
    public void Strange_messages_change_nothing(string said)
    {
        using var page = new Page(widgets: 2);
        var (slider, before) = (Slider(), Console.Error);
        Page.Show(slider);
        try
        {
            Console.SetError(TextWriter.Null);
            page.Say(page.Newest, said);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.Equal(0.1, slider.Value);
    }

    [Fact]
    public void Output_of_protocol_2_keeps_its_outputs_in_its_state()
    {
        using var page = new Page(widgets: 2);
        var output = new Output();
        output.Write("early");
        Page.Show(output);
        page.Log();
        output.Write("late");
        Assert.Equal(["""#2 {"method":"update","state":{"outputs":[{"output_type":"display_data","data":{"text/plain":"early"},"metadata":{}},{"output_type":"display_data","data":{"text/plain":"late"},"metadata":{}}]},"buffer_paths":[]}"""], page.Log());
        output.Clear();
        Assert.Equal(["""#2 {"method":"update","state":{"outputs":[]},"buffer_paths":[]}"""], page.Log());
    }

    [Fact]
    public void Output_of_protocol_1_captures_what_is_published_while_it_knows_the_message()
    {
        using var page = new Page(widgets: 1);
        var output = new Output();
        output.Write("early");
        Page.Show(output);
        string[] open = ["""#2 {"method":"update","state":{"msg_id":"cell-1"},"buffers":[]}"""], close = ["""#2 {"method":"update","state":{"msg_id":""},"buffers":[]}"""];
        Assert.Equal([.. open, """display_data {"data":{"text/plain":"early"},"metadata":{},"transient":{}}""", .. close, """#2 {"method":"display"}"""], page.Log().Skip(2));
        output.Show(new Figure("caption").Line("L", [1, 2], [3, 4]));
        Assert.Contains("descent-figure", page.Log()[1], StringComparison.Ordinal);
        output.Clear();
        Assert.Equal([.. open, """clear_output {"wait":false}""", .. close], page.Log());
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Impossible_controls_say_what_is_possible()
    {
        Assert.Contains("from 1 to 0", Assert.Throws<ArgumentException>(() => new FloatSlider("η", 1, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("step", Assert.Throws<ArgumentException>(() => new IntSlider("n", 0, 5, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Slider().Value = double.NaN).Message, StringComparison.Ordinal);
        Assert.Contains("it has a, b", Assert.Throws<ArgumentException>(() => new Dropdown("d", ["a", "b"]).Value = "c").Message, StringComparison.Ordinal);
        Assert.Contains("no two alike", Assert.Throws<ArgumentException>(() => new Dropdown("d", ["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("low end", Assert.Throws<ArgumentException>(() => new FloatProgress("p", 1, 1)).Message, StringComparison.Ordinal);
    }
}
