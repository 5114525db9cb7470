using System.Diagnostics;
using System.Text;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

/// <summary>Small shell commands in the worker's place.</summary>
public sealed class PlainProcessTests
{
    static readonly Limits Small = new(Memory: 100_000_000, File: 1_000_000, Output: 1000);

    static Launched Shell(string script, Limits? limits = null) => new PlainProcess().Launch(limits ?? Small, ["/bin/sh", "-c", script]);

    static string Said(string script)
    {
        using var shell = Shell(script);
        shell.Wait();
        return shell.Text;
    }

    [Fact]
    public void Requests_and_replies_are_descriptors_3_and_4_and_all_else_is_text()
    {
        using var shell = Shell("echo out; echo err >&2; read line <&3; echo \"reply to $line\" >&4; read more && echo more; exit 3");
        shell.Requests.Write("a request\n"u8);
        shell.Requests.Flush();
        using var replies = new StreamReader(shell.Replies);
        Assert.Equal("reply to a request", replies.ReadLine());
        Assert.Null(replies.ReadLine());
        Assert.Equal(("it ended by itself (exit code 3)", false), shell.Wait());
        Assert.Equal("out\nerr\n", shell.Text);
    }

    [Fact]
    public void Several_at_once_hold_no_pipe_of_each_other()
    {
        if (!OperatingSystem.IsLinux()) return;
        using Launched first = Shell("read line <&3"), second = Shell("ls /proc/self/fd 1>&4; read line <&3");
        using var replies = new StreamReader(second.Replies, Encoding.UTF8);
        // 5 is the folder that ls reads.
        Assert.Equal("0 1 2 3 4 5", string.Join(' ', Enumerable.Range(0, 6).Select(_ => replies.ReadLine())));
        second.Requests.Close();
        Assert.Null(replies.ReadLine());
        first.Requests.Close();
        Assert.Equal("it ended by itself (exit code 1)", first.Wait().Words);
    }

    [Fact]
    public void Text_without_end_neither_blocks_nor_fills_memory()
    {
        using var shell = Shell("yes 2>/dev/null | head -c 3000000; echo end; echo reply >&4");
        using var replies = new StreamReader(shell.Replies);
        Assert.Equal("reply", replies.ReadLine());
        shell.Wait();
        Assert.StartsWith("y\ny\n", shell.Text, StringComparison.Ordinal);
        Assert.EndsWith("y\nend\n", shell.Text, StringComparison.Ordinal);
        Assert.Contains("bytes left out", shell.Text, StringComparison.Ordinal);
        Assert.InRange(shell.Text.Length, 1000, 1100);
    }

    [Fact]
    public void Killing_ends_children_too_also_those_in_another_session()
    {
        using var shell = Shell("sleep 300 & (setsid sleep 300 || sleep 300) & echo $! >&4; wait");
        using var replies = new StreamReader(shell.Replies);
        replies.ReadLine();
        Thread.Sleep(300);
        shell.Kill();
        Assert.Equal(("it was stopped", false), shell.Wait());
        // All writers are gone: end of file.
        Assert.Null(replies.ReadLine());
    }

    [Fact]
    public void It_outlives_the_thread_that_asked_for_it()
    {
        // As bubblewrap's --die-with-parent does, setpriv asks the system for SIGKILL at the end of the thread that started it.
        if (Tool.Find("setpriv") is not { } setpriv) return;
        Launched? started = null;
        var caller = new Thread(() =>
        {
            started = Shell($"exec {setpriv} --pdeathsig KILL sh -c 'echo ready >&4; read line <&3; exit 7'");
            new StreamReader(started.Replies).ReadLine();
        });
        caller.Start();
        caller.Join();
        using var shell = started!;
        Thread.Sleep(300);
        shell.Requests.Close();
        Assert.Equal("it ended by itself (exit code 7)", shell.Wait().Words);
    }

    [Fact]
    public void Memory_over_the_limit_ends_it()
    {
        using var shell = Shell("head -c 600000000 /dev/zero | tail");
        var watch = Stopwatch.StartNew();
        Assert.Equal(("it used more than 100 MB of memory", true), shell.Wait());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void The_environment_is_that_of_the_worker_and_nothing_of_the_graders()
    {
        var names = Said("env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Except(["PWD", "OLDPWD", "SHLVL", "_"]).Order();
        Assert.Equal(Parts.Variables(Small, "", "").Select(variable => variable.Name).Order(), names);
    }

    [Fact]
    public void A_file_over_the_limit_is_cut_off_there() => Assert.Contains("999936", Said("head -c 2000000 /dev/zero > file; ls -l file"), StringComparison.Ordinal);

    [Fact]
    public void Its_folder_is_private_and_goes_with_it()
    {
        string home;
        using (var shell = Shell("echo note > note; echo $HOME; pwd"))
        {
            shell.Wait();
            var lines = shell.Text.Split('\n');
            home = lines[0];
            Assert.EndsWith($"{Path.GetFileName(home)}/work", lines[1], StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(home, "work", "note")));
        }
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public void A_signal_from_inside_is_named()
    {
        using var shell = Shell("kill -SEGV $$");
        Assert.StartsWith("it was ended by SIGSEGV", shell.Wait().Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Used_up_processor_time_ends_it()
    {
        using var shell = Shell("while :; do :; done", Small with { Total = 0.5 });
        Assert.StartsWith("it was ended by SIGXCPU", shell.Wait().Words, StringComparison.Ordinal);
    }
}
