using Descent.Checks;
using Descent.Grading.Batch;
using Descent.Grading.Results;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Batch;

/// <summary>Many submissions: all graded, each once, whatever happens to some of them.</summary>
public sealed class BatchRunTests : IDisposable
{
    readonly Fake fake = new();

    [Fact]
    public void Workers_change_nothing_but_the_time()
    {
        for (var i = 0; i < 12; i++)
            fake.HandIn($"s{i:00}", i % 4);
        fake.Write("in/torn.ipynb", "{");
        fake.During = s => Thread.Sleep(s.Student[^1] % 3 * 5);
        var serial = fake.Run(1);
        var parallel = fake.Run(4, folder: fake.Folder + "/other");
        Assert.Equal(13, serial.Count);
        Assert.Equal(serial.Select(r => (r.Student, r.Points, r.State)), parallel.Select(r => (r.Student, r.Points, r.State)));
        Assert.Equal(Fake.Files(fake.Out), Fake.Files(fake.Folder + "/other"));
        Assert.Equal(24, fake.Graded);
    }

    [Fact]
    public void Only_what_is_new_is_graded_again()
    {
        fake.HandIn("ann");
        fake.HandIn("bob");
        fake.Run();
        List<Step> steps = [];
        fake.HandIn("bob", 1);
        fake.HandIn("cal");
        var results = fake.Run(told: steps.Add);
        Assert.Equal([("ann", true), ("bob", false), ("cal", false)], steps.Select(s => (s.Last.Student, s.IsKept)));
        Assert.Equal([8m, 6, 8], results.Select(r => r.Points));
        Assert.Equal((3, 3, TimeSpan.Zero), (steps[^1].Done, steps[^1].Total, steps[^1].Left));
        Assert.Equal(4, fake.Graded);
    }

    [Fact]
    public void Another_bundle_grader_wall_or_a_damaged_result_is_graded_again()
    {
        fake.HandIn("ann");
        fake.Run();
        fake.Run(job: fake.Job("b1"));
        fake.Run(job: fake.Job() with { Grader = "grader 2" });
        fake.Run(job: fake.Job() with { Isolation = "process" });
        Assert.Equal(4, fake.Graded);
        var file = Path.Combine(fake.Out, "results", "ann.json");
        File.WriteAllText(file, File.ReadAllText(file)[..100]);
        Assert.Equal(8, fake.Run().Single().Points);
        File.WriteAllText(file, "{}");
        fake.Run();
        fake.Run();
        Assert.Equal(6, fake.Graded);
    }

    [Fact]
    public void A_stop_writes_nothing_half_and_the_next_run_goes_on()
    {
        for (var i = 0; i < 24; i++)
            fake.HandIn($"s{i:00}", i % 4);
        using var stop = new CancellationTokenSource();
        fake.During = s =>
        {
            if (s.Student == "s10")
                stop.Cancel();
        };
        var done = fake.Run(2, stop: stop.Token);
        Assert.InRange(done.Count, 9, 23);        // the other worker goes on until the stop is heard
        Assert.DoesNotContain(done, r => r.Student == "s10");
        Assert.Equal(done.Select(r => r.Student + ".json"), Directory.GetFiles(Path.Combine(fake.Out, "results")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        fake.During = _ => { };
        var kept = 0;
        fake.Run(2, s => kept += s.IsKept ? 1 : 0);
        Assert.Equal(done.Count, kept);
        fake.Run(1, folder: fake.Folder + "/serial");
        Assert.Equal(Fake.Files(fake.Folder + "/serial"), Fake.Files(fake.Out));
    }

    [Fact]
    public void One_that_does_not_end_does_not_hold_up_the_stop()
    {
        fake.HandIn("ann");
        using var stop = new CancellationTokenSource(100);
        using var end = new ManualResetEventSlim();
        fake.During = _ => end.Wait(TimeSpan.FromMinutes(2), CancellationToken.None);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(fake.Run(stop: stop.Token));
        Assert.InRange(clock.Elapsed.TotalSeconds, 4, 60);
        end.Set();
    }

    [Fact]
    public void What_fails_around_a_submission_is_tried_twice_and_never_costs_points_of_others()
    {
        fake.HandIn("ann");
        fake.HandIn("bob");
        fake.HandIn("cal");
        var tries = new Dictionary<string, int>();
        fake.During = s =>
        {
            var count = tries[s.Student] = tries.GetValueOrDefault(s.Student) + 1;
            if (s.Student == "ann" && count == 1 || s.Student == "bob")
                throw new InfrastructureException("The worker cannot be started.");
            if (s.Student == "cal")
                throw new InvalidOperationException("a mistake of ours");
        };
        var results = fake.Run();
        Assert.Equal([State.Graded, State.InfrastructureError, State.InfrastructureError], results.Select(r => r.State));
        Assert.Equal(["The worker cannot be started.", "The grader failed: InvalidOperationException: a mistake of ours"], results.Skip(1).Select(r => r.Reason));
        Assert.Equal([2, 2, 2], tries.Values);
        Assert.All(results, r => Assert.Equal((8m, 4), (r.Maximum, r.Questions.Sum(q => q.Checks.Count))));
        fake.During = _ => { };
        Assert.All(fake.Run(), r => Assert.Equal(State.Graded, r.State));     // no failure of ours is kept
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_a_failure_of_ours()
    {
        fake.HandIn("ann");
        Directory.CreateDirectory(Path.Combine(fake.Out, "results", "ann.json"));
        var result = fake.Run().Single();
        Assert.Equal(State.InfrastructureError, result.State);
        Assert.StartsWith("The result cannot be written", result.Reason);
        Assert.Equal([result], new BatchRun(fake.Job(), fake.Out).All([result]));
    }

    [Fact]
    public void A_rejected_submission_has_a_result_with_every_check_not_run()
    {
        fake.Write("in/ann.ipynb", "%PDF");
        var result = fake.Run().Single();
        Assert.Equal((State.Rejected, 0m, 8m, "ann.ipynb"), (result.State, result.Points, result.Maximum, result.File));
        Assert.Contains("a PDF", result.Reason);
        Assert.All(result.Questions.SelectMany(q => q.Checks), c => Assert.Equal(Verdict.NotRun, c.Verdict));
        Assert.Equal(result.Reason, BatchRun.Results(fake.Out, "03-minibatches").Single().Reason);
    }

    [Fact]
    public void Students_names_never_lead_out_of_the_folder()
    {
        foreach (var name in new[] { "a..b", "CON", "a:b", "=cmd", new string('x', 200) })
            fake.Write($"in/{name} /hw.ipynb", "{");
        var results = fake.Run();
        Assert.Equal(5, results.Count);
        Assert.Equal(5, Directory.GetFiles(Path.Combine(fake.Out, "results")).Length);
        Assert.Equal(["in", "out"], Directory.GetFileSystemEntries(fake.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_second_grader_is_refused_until_the_first_has_ended()
    {
        using (new FolderLock(fake.Out))
            Assert.Contains("Another grader is working in", Assert.Throws<IOException>(() => new FolderLock(fake.Out)).Message);
        new FolderLock(fake.Out).Dispose();                                       // a file that a dead process left locks nothing
    }

    public void Dispose() => fake.Dispose();
}
