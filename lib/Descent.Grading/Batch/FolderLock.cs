namespace Descent.Grading.Batch;

/// <summary>A folder's lock: one grader at a time. The system holds it, so it ends with the process, however that ends; the file stays and is of no account.</summary>
public sealed class FolderLock : IDisposable
{
    readonly FileStream file;

    /// <summary>Takes the lock, creating the folder where needed.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public FolderLock(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".grading");
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"Another grader is working in {folder}; wait for its end or give another --out.", e);
        }
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => file.Dispose();
}
