using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Jupyter;

[Collection("kernel")]
public class CommsTests(Client client)
{
    // Opens comm w1 whose state counts the updates and whose handler does what the cell says.
    static string Open(string handler = "") => """
        var host = (IReadOnlyDictionary<string, Delegate>)AppContext.GetData("Descent.Host");
        var publish = (Action<string, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>)host["publish"];
        System.Text.Json.Nodes.JsonObject Json(string text) => System.Text.Json.Nodes.JsonNode.Parse(text).AsObject();
        var updates = 0;
        publish("comm_open", Json("{\"comm_id\":\"w1\",\"target_name\":\"jupyter.widget\",\"data\":{}}"), Json("{\"version\":\"2.1.0\"}"));
        var comm = ((Func<string, Func<System.Text.Json.Nodes.JsonObject>, Action<System.Text.Json.Nodes.JsonObject>, IDisposable>)host["comm"])("w1",
            () => Json("{\"_model_name\":\"M\",\"_model_module\":\"m\",\"_model_module_version\":\"2.0.0\",\"value\":" + updates + "}"),
            data => { updates++; HANDLER });
        """.Replace("HANDLER", handler);

    const string Update = """{"comm_id":"w1","data":{"method":"update","state":{"value":7},"buffer_paths":[]}}""";

    [Fact]
    public void A_comm_is_opened_with_its_metadata_listed_and_gone_when_disposed()
    {
        Protocol2();
        var opened = client.Execute(Open()).Published[^1];
        Assert.Equal(("comm_open", "2.1.0"), (opened.Type, (string)opened.Metadata["version"]!));
        Assert.Equal("""{"w1":{"target_name":"jupyter.widget"}}""", Listed("jupyter.widget"));
        Assert.Equal("{}", Listed("other"));
        client.Execute("comm.Dispose();");
        Assert.Equal("{}", Listed("jupyter.widget"));
    }

    [Fact]
    public void An_update_is_echoed_and_handled_between_busy_and_idle_of_its_own()
    {
        Protocol2();
        var cell = client.Send("execute_request", new() { ["code"] = Open("publish(\"comm_msg\", Json(\"{\\\"comm_id\\\":\\\"w1\\\",\\\"data\\\":{}}\"), null); Console.Write(updates);") });
        client.Idle(cell);
        var message = Message(Update);
        var published = client.Idle(message);
        Assert.Equal(["status", "comm_msg", "comm_msg", "stream", "status"], published.Select(m => m.Type));
        Assert.Equal("echo_update", (string)published[1].Content["data"]!["method"]!);
        Assert.Equal(7, (int)published[1].Content["data"]!["state"]!["value"]!);
        Assert.All([published[0], published[1], published[2], published[4]], m => Assert.True(Client.Belongs(m, message)));
        Assert.True(Client.Belongs(published[3], cell));                    // what it prints appears below the cell
    }

    [Fact]
    public void An_exception_in_a_handler_is_text_of_the_cell_and_the_kernel_goes_on()
    {
        Protocol2();
        client.Execute(Open("throw new Exception(\"observer\");"));
        var published = client.Idle(Message(Update));
        Assert.DoesNotContain(published, m => m.Type == "error");
        Assert.Equal("stderr", (string)published.Single(m => m.Type == "stream").Content["name"]!);
        Assert.Contains("observer", Client.Text(published));
        Assert.Equal("1", (string)client.Execute("updates").Published[^1].Content["data"]!["text/plain"]!);
    }

    [Fact]
    public void A_page_gets_the_state_of_one_comm_and_of_all()
    {
        Protocol2();
        client.Execute(Open());
        var one = client.Idle(Message("""{"comm_id":"w1","data":{"method":"request_state"}}"""))[1].Content["data"]!;
        Assert.Equal(("update", 0), ((string)one["method"]!, (int)one["state"]!["value"]!));
        var all = client.Idle(Message("""{"comm_id":"control","data":{"method":"request_states"}}"""))[1].Content;
        Assert.Equal(("control", "update_states"), ((string)all["comm_id"]!, (string)all["data"]!["method"]!));
        Assert.Equal("""{"model_name":"M","model_module":"m","model_module_version":"2.0.0"}""",
            new JsonObject(all["data"]!["states"]!["w1"]!.AsObject().Where(p => p.Key != "state").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());
        client.Execute("comm.Dispose();");
    }

    [Fact]
    public void The_page_seen_last_decides_the_protocol()
    {
        Protocol2();
        Assert.Equal("2", Widgets());
        var version = client.Idle(client.Send("comm_open", JsonNode.Parse("""{"comm_id":"v","target_name":"jupyter.widget.version","data":{}}""")!.AsObject()));
        Assert.Equal("""{"comm_id":"v","data":{"version":"~2.1.4"}}""", version[1].Content.ToJsonString());
        Assert.Equal("1", Widgets());
        var cell = client.Send("execute_request", new() { ["code"] = Open("Console.Write(1);") });
        client.Idle(cell);
        var message = Message("""{"comm_id":"w1","data":{"method":"backbone","sync_data":{"value":1}}}""");
        var published = client.Idle(message);
        Assert.Equal(["status", "stream", "status"], published.Select(m => m.Type));            // no echo
        Assert.All(published, m => Assert.True(Client.Belongs(m, message)));                     // the page routes it to the cell
        Protocol2();
        Assert.Equal("2", Widgets());
    }

    [Fact]
    public void A_comm_of_a_target_nobody_knows_is_closed()
    {
        var published = client.Idle(client.Send("comm_open", JsonNode.Parse("""{"comm_id":"u","target_name":"unknown","data":{}}""")!.AsObject()));
        Assert.Equal(("comm_close", "u"), (published[1].Type, (string)published[1].Content["comm_id"]!));
    }

    [Fact]
    public void A_cell_that_runs_again_closes_the_comms_it_had_opened()
    {
        Protocol2();
        client.Execute(Open(), cell: "cell-1");
        Assert.DoesNotContain(client.Execute("1", cell: "cell-2").Published, m => m.Type == "comm_close");
        Assert.Equal("comm_close", client.Execute("1", cell: "cell-1").Published[0].Type);
        Assert.Equal("{}", Listed("jupyter.widget"));
    }

    [Fact]
    public void A_comm_the_page_closes_is_gone()
    {
        Protocol2();
        client.Execute(Open());
        client.Idle(client.Send("comm_close", new() { ["comm_id"] = "w1", ["data"] = new JsonObject() }));
        Assert.Equal("{}", Listed("jupyter.widget"));
    }

    Message Message(string content) => client.Send("comm_msg", JsonNode.Parse(content)!.AsObject());

    void Protocol2() => client.Idle(client.Send("comm_open", JsonNode.Parse("""{"comm_id":"control","target_name":"jupyter.widget.control","data":{}}""")!.AsObject()));

    string Widgets() => (string)client.Execute("((Func<int>)((IReadOnlyDictionary<string, Delegate>)AppContext.GetData(\"Descent.Host\"))[\"widgets\"])()").Published[^1].Content["data"]!["text/plain"]!;

    string Listed(string target) => client.Ask("comm_info_request", new() { ["target_name"] = target }).Reply["comms"]!.ToJsonString();
}
