namespace Descent.Kernels;

/// <summary>Work on the indices from … to − 1.</summary>
interface IWork
{
    void Run(int from, int to);
}

/// <summary>The threads that share a loop.</summary>
static class Team
{
    public static int Threads { get; set; } = 1;

    public static void For<TWork>(int count, int grain, TWork work) where TWork : struct, IWork
    {
        if (count > 0)
            work.Run(0, count);
    }
}
