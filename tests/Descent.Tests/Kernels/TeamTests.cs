using System.Collections.Concurrent;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[CollectionDefinition(nameof(TeamTests), DisableParallelization = true)]
public class AloneWithTheTeam;

[Collection(nameof(TeamTests))]
public sealed class TeamTests : IDisposable
{
    readonly int _threads = Team.Threads;

    public void Dispose() => Team.Threads = _threads;

    readonly struct Mark(int[] times, ConcurrentDictionary<int, int> threads) : IWork
    {
        public void Run(int from, int to)
        {
            threads.AddOrUpdate(Environment.CurrentManagedThreadId, to - from, (_, n) => n + to - from);
            for (var i = from; i < to; i++)
                Interlocked.Increment(ref times[i]);
        }
    }

    readonly struct Fail(int at) : IWork
    {
        public void Run(int from, int to)
        {
            if (from <= at && at < to)
                throw new InvalidOperationException($"at {at}");
        }
    }

    readonly struct Nest(int[] times) : IWork
    {
        public void Run(int from, int to)
        {
            for (var i = from; i < to; i++)
                Team.For(10, 1, new Inner(times, 10 * i));
        }

        readonly struct Inner(int[] times, int start) : IWork
        {
            public void Run(int from, int to)
            {
                for (var i = from; i < to; i++)
                    Interlocked.Increment(ref times[start + i]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_index_is_visited_once_by_as_many_threads_as_asked(int threads)
    {
        Team.Threads = threads;
        var random = new Random(threads);
        for (var round = 0; round < 300; round++)
        {
            var (count, grain) = (random.Next(0, 200), random.Next(1, 20));
            var (times, who) = (new int[count], new ConcurrentDictionary<int, int>());
            Team.For(count, grain, new Mark(times, who));
            Assert.All(times, n => Assert.Equal(1, n));
            Assert.Equal(count == 0 ? 0 : Math.Max(1, Math.Min(threads, count / grain)), who.Count);
            Assert.All(who.Values, n => Assert.True(n >= Math.Min(grain, count)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void An_exception_reaches_the_caller_and_the_team_works_on(int at)
    {
        Team.Threads = 2;
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal($"at {at}", Assert.Throws<InvalidOperationException>(() => Team.For(100, 1, new Fail(at))).Message);
            var times = new int[100];
            Team.For(100, 1, new Mark(times, []));
            Assert.All(times, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Work_inside_work_runs_inline()
    {
        Team.Threads = 2;
        var times = new int[200];
        Team.For(20, 1, new Nest(times));
        Assert.All(times, n => Assert.Equal(1, n));
    }

    [Fact]
    public void Callers_on_many_threads_do_not_wait_for_each_other()
    {
        Team.Threads = 2;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                var times = new int[50];
                Team.For(50, 1, new Mark(times, []));
                Assert.All(times, n => Assert.Equal(1, n));
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => Assert.True(t.Join(20_000)));
    }

    [Fact]
    public void A_sleeping_team_wakes_and_an_interrupted_caller_leaves_it_whole()
    {
        Team.Threads = 2;
        for (var round = 0; round < 3; round++)
        {
            Thread.Sleep(60);
            var times = new int[100];
            var caller = new Thread(() =>
            {
                Thread.CurrentThread.Interrupt();
                try
                {
                    Team.For(100, 1, new Mark(times, []));
                    Thread.Sleep(1);
                }
                catch (ThreadInterruptedException)
                {
                }
            });
            caller.Start();
            Assert.True(caller.Join(20_000));
        }
        var all = new int[100];
        Team.For(100, 1, new Mark(all, []));
        Assert.All(all, n => Assert.Equal(1, n));
    }

    [Fact]
    public void A_team_of_nobody_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Team.Threads = 0);
}
