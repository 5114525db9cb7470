using System.Text.Json.Nodes;

namespace Descent.Notebooks.Tests.Jupyter;

[Collection("kernel")]
public class KernelTests(Client client)
{
    [Theory]
    [InlineData("kernel_info_request", "kernel_info_reply")]
    [InlineData("execute_request", "execute_reply")]
    [InlineData("complete_request", "complete_reply")]
    [InlineData("inspect_request", "inspect_reply")]
    [InlineData("is_complete_request", "is_complete_reply")]
    [InlineData("history_request", "history_reply")]
    [InlineData("comm_info_request", "comm_info_reply")]
    [InlineData("interrupt_request", "interrupt_reply")]
    [InlineData("bogus_request", null)]
    [InlineData("comm_msg", null)]
    public void Busy_and_idle_frame_every_request_and_carry_its_whole_header(string type, string? reply)
    {
        var request = client.Send(type, new() { ["code"] = "1", ["comm_id"] = "none" });
        var published = client.Idle(request);
        Assert.Equal("busy", Client.State(published[0]));
        Assert.All(published, m => Assert.True(Client.Belongs(m, request)));
        if (reply is null)
            return;
        var answer = client.Reply(request);
        Assert.Equal((reply, type == "is_complete_request" ? "complete" : "ok"), (answer.Type, (string)answer.Content["status"]!));
        Assert.True(Client.Belongs(answer, request));
    }

    [Fact]
    public void A_new_subscriber_is_welcomed_without_a_parent()
    {
        Assert.Equal("iopub_welcome", client.Welcome.Type);
        Assert.Empty(client.Welcome.Parent);
        Assert.Equal("", (string)client.Welcome.Content["subscription"]!);
    }

    [Fact]
    public void Streams_leave_before_every_display_and_the_result()
    {
        var (reply, published) = client.Execute("Console.Write(\"a\"); display(1); Console.Error.Write(\"b\"); Console.Write(\"c\"); 2");
        Assert.Equal(["execute_input", "stream", "display_data", "stream", "stream", "execute_result"], published.Select(m => m.Type));
        Assert.Equal("abc", Client.Text(published));
        Assert.All([published[0].Content, published[^1].Content], c => Assert.True(JsonNode.DeepEquals(reply["execution_count"], c["execution_count"])));
        Assert.Equal("""{"text/plain":"2"}""", published[^1].Content["data"]!.ToJsonString());
    }

    [Fact]
    public void Many_small_writes_become_few_messages_and_none_is_lost()
    {
        var published = client.Execute("for (var i = 0; i < 20_000; i++) Console.WriteLine(i);").Published.Skip(1).ToList();
        Assert.Equal(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")), Client.Text(published));
        Assert.InRange(published.Count, 1, 1000);
    }

    [Fact]
    public void Text_appears_while_the_cell_still_runs()
    {
        var request = client.Send("execute_request", new() { ["code"] = "Console.Write(\"now\"); Console.ReadLine()" });
        client.Await("stream");
        Assert.Equal("input_request", client.Reply(request, "stdin").Type);
        client.Send("input_reply", new() { ["value"] = "" }, "stdin");
        client.Idle(request);
    }

    [Fact]
    public void A_silent_cell_has_no_input_no_result_and_no_number()
    {
        var before = Count();
        var published = client.Execute("Console.Write(\"x\"); 1", new() { ["silent"] = true }).Published;
        Assert.Equal(["stream"], published.Select(m => m.Type));
        Assert.Equal(before + 1, Count());
    }

    [Fact]
    public void A_cell_without_store_history_has_no_number_of_its_own_and_is_not_remembered()
    {
        var before = Count();
        Assert.Equal(["execute_input", "execute_result"], client.Execute("\"unstored\"", new() { ["store_history"] = false }).Published.Select(m => m.Type));
        Assert.Equal(before + 1, Count());
        Assert.Empty(History(new() { ["hist_access_type"] = "search", ["pattern"] = "*unstored*" }));
    }

    [Fact]
    public void Cells_that_wait_behind_a_failed_one_are_aborted()
    {
        var requests = new[] { "throw new Exception(\"first\");", "1", "2" }.Select(c => client.Send("execute_request", new() { ["code"] = c })).ToList();
        Assert.Equal(["error", "aborted", "aborted"], requests.Select(r => (string)client.Reply(r).Content["status"]!));
        requests.ForEach(r => client.Idle(r));
        Assert.Equal("ok", (string)client.Execute("1").Reply["status"]!);
    }

    [Fact]
    public void Without_stop_on_error_they_run()
    {
        var requests = new[] { "throw new Exception();", "1" }.Select(c => client.Send("execute_request", new() { ["code"] = c, ["stop_on_error"] = false })).ToList();
        Assert.Equal(["error", "ok"], requests.Select(r => (string)client.Reply(r).Content["status"]!));
        requests.ForEach(r => client.Idle(r));
    }

    [Fact]
    public void An_error_is_the_last_message_and_the_reply_repeats_it()
    {
        var (reply, published) = client.Execute("Console.Write(\"x\");\nthrow new ArgumentException(\"no\");");
        Assert.Equal(["execute_input", "stream", "error"], published.Select(m => m.Type));
        foreach (var content in new[] { reply, published[^1].Content })
            Assert.Equal(("ArgumentException", "no"), ((string)content["ename"]!, (string)content["evalue"]!));
        Assert.Equal("CompilationError", (string)client.Execute("var = 1;").Reply["ename"]!);
    }

    [Fact]
    public void User_expressions_are_values_or_errors_and_declare_nothing()
    {
        client.Execute("var seven = 7;");
        var values = client.Execute("1", new() { ["user_expressions"] = new JsonObject { ["good"] = "seven * 6", ["bad"] = "nothing" } }).Reply["user_expressions"]!;
        Assert.Equal("42", (string)values["good"]!["data"]!["text/plain"]!);
        Assert.Equal(("error", "CompilationError"), ((string)values["bad"]!["status"]!, (string)values["bad"]!["ename"]!));
    }

    [Fact]
    public void What_a_task_says_after_its_cell_belongs_to_that_cell()
    {
        var request = client.Send("execute_request", new() { ["code"] = "var go = new System.Threading.ManualResetEventSlim(); _ = Task.Run(() => { go.Wait(); Console.Write(\"late\"); });" });
        client.Idle(request);
        client.Execute("go.Set();");
        var late = client.Published();
        Assert.Equal(("stream", "late"), (late.Type, (string)late.Content["text"]!));
        Assert.True(Client.Belongs(late, request));
    }

    [Fact]
    public void The_id_of_a_display_is_transient_and_updates_name_it()
    {
        var published = client.Execute("var shown = display(1); shown.Update(2);").Published;
        Assert.Equal(["execute_input", "display_data", "update_display_data"], published.Select(m => m.Type));
        Assert.Empty(published[1].Content["metadata"]!.AsObject());
        var id = (string?)published[1].Content["transient"]!["display_id"];
        Assert.False(string.IsNullOrEmpty(id));
        Assert.Equal(id, (string?)published[2].Content["transient"]!["display_id"]);
    }

    [Fact]
    public void History_gives_the_last_cells_a_range_and_what_matches()
    {
        var first = (int)client.Execute("\"h\" + 1").Reply["execution_count"]!;
        client.Execute("\"h\" + 2");
        client.Execute("\"h\" + 2");
        Assert.Equal(["\"h\" + 2", "\"h\" + 2"], History(new() { ["hist_access_type"] = "tail", ["n"] = 2 }).Select(h => (string)h![2]!));
        Assert.Equal(["h1", "h2"], History(new() { ["hist_access_type"] = "range", ["start"] = first, ["stop"] = first + 2, ["output"] = true }).Select(h => (string)h![2]![1]!));
        Assert.Equal(first + 2, (int)Assert.Single(History(new() { ["hist_access_type"] = "search", ["pattern"] = "?h? + 2", ["unique"] = true }))![1]!);
    }

    [Fact]
    public void Input_is_asked_of_the_one_who_sent_the_cell()
    {
        var request = client.Send("execute_request", new() { ["code"] = "Console.Write(\"before\"); Console.ReadLine() + \"!\"", ["allow_stdin"] = true });
        var question = client.Reply(request, "stdin");
        Assert.Equal("input_request", question.Type);
        Assert.True(Client.Belongs(question, request));
        client.Send("input_reply", new() { ["value"] = "yes" }, "stdin");
        Assert.Equal("yes!", (string)client.Idle(request)[^2].Content["data"]!["text/plain"]!);
    }

    [Fact]
    public void Input_without_allow_stdin_is_an_error() =>
        Assert.Contains("allow_stdin", (string)client.Execute("Console.ReadLine()", new() { ["allow_stdin"] = false }).Reply["evalue"]!);

    [Fact]
    public void An_interrupt_ends_the_cell_and_the_state_stays()
    {
        client.Execute("var kept = 5;");
        var request = client.Send("execute_request", new() { ["code"] = "Console.Write(\"on\"); while (true) { }" });
        client.Await("stream");
        Assert.Equal("interrupt_reply", client.Reply(client.Send("interrupt_request", [], "control"), "control").Type);
        Assert.Equal("Interrupted", (string)client.Reply(request).Content["ename"]!);
        client.Idle(request);
        Assert.Equal("5", (string)client.Execute("kept").Published[^1].Content["data"]!["text/plain"]!);
    }

    [Fact]
    public void An_interrupt_while_nothing_runs_is_harmless()
    {
        client.Ask("interrupt_request", [], "control");
        Assert.Equal("ok", (string)client.Execute("1").Reply["status"]!);
    }

    [Theory]
    [InlineData("execute_request", "{}")]
    [InlineData("complete_request", """{"code": 3, "cursor_pos": 0}""")]
    [InlineData("complete_request", """{"code": "x", "cursor_pos": "far"}""")]
    [InlineData("history_request", """{"n": "many"}""")]
    public void A_malformed_request_gets_an_error_as_reply(string type, string content) =>
        Assert.Equal("error", (string)client.Ask(type, JsonNode.Parse(content)!.AsObject()).Reply["status"]!);

    [Fact]
    public void A_message_with_a_wrong_signature_is_not_answered()
    {
        client.Send("kernel_info_request", [], signedWith: [9]);
        var request = client.Send("kernel_info_request", []);
        Assert.True(Client.Belongs(client.Published(), request));
        client.Idle(request);
    }

    [Fact]
    public void Completion_counts_code_points()
    {
        const string code = "var s = \"😀\"; Math.Sqr";
        var reply = client.Ask("complete_request", new() { ["code"] = code, ["cursor_pos"] = code.Length - 1 }).Reply;
        Assert.Equal("""["Sqrt"]""", reply["matches"]!.ToJsonString());
        Assert.Equal((code.Length - 4, code.Length - 1), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Fact]
    public void Shutdown_is_answered_and_ends_the_kernel_even_while_a_cell_runs()
    {
        using var other = new Client();
        other.Reply(other.Send("execute_request", new() { ["code"] = "Console.Write(1); Console.ReadLine()" }), "stdin");
        var reply = other.Reply(other.Send("shutdown_request", new() { ["restart"] = true }, "control"), "control");
        Assert.Equal(("shutdown_reply", true), (reply.Type, (bool)reply.Content["restart"]!));
        Assert.True(other.HasEnded);
    }

    int Count() => (int)client.Execute("1").Reply["execution_count"]!;

    JsonArray History(JsonObject request) => client.Ask("history_request", request).Reply["history"]!.AsArray();
}
