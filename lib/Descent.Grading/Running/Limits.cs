namespace Descent.Grading.Running;

/// <summary>What a submission may use. Times are wall-clock seconds, sizes bytes.</summary>
/// <param name="Cell">One cell of the notebook, its compilation included.</param>
/// <param name="Check">All calls of one check.</param>
/// <param name="Total">The whole submission, restarts included.</param>
/// <param name="Memory">Resident memory of all its processes.</param>
/// <param name="Heap">Managed heap.</param>
/// <param name="Processes">Processes and threads.</param>
/// <param name="File">Largest file, and everything in its private folder.</param>
/// <param name="Output">Printed text kept of one cell: the head and the tail.</param>
/// <param name="Value">One value that crosses the border.</param>
public sealed record Limits(double Cell = 30, double Check = 10, double Total = 180, long Memory = 1_500_000_000, long Heap = 512_000_000,
    int Processes = 128, long File = 16_000_000, int Output = 20_000, int Value = 16_000_000);
