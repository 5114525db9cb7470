namespace Descent.Notebooks.Jupyter;

/// <summary>The C# kernel of Jupyter.</summary>
public static class Kernel
{
    /// <summary>Serves one connection until it is shut down.</summary>
    /// <param name="connectionFile">The file in which Jupyter names the ports and the key.</param>
    /// <returns>The process's exit code.</returns>
    public static int Serve(string connectionFile)
    {
        Console.Error.WriteLine($"{connectionFile}: not served yet.");
        return 1;
    }
}
