using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Descent.Notebooks.Jupyter;

/// <summary>The process that started the kernel. A kernel whose parent has died would stay for ever.</summary>
static class ParentProcess
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls <paramref name="gone"/> once the parent has ended: on Windows the process whose handle JPY_PARENT_PID holds; elsewhere the
    /// process of that id, and on Linux also whoever started this one.</summary>
    public static void Watch(Action gone)
    {
        var named = long.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var number) && number > 1 ? number : 0;
        if (named == 0 && (!OperatingSystem.IsLinux() || Starter() == 1))
            return;                                                                 // started to live alone
        new Thread(Follow) { IsBackground = true, Name = "parent" }.Start();

        void Follow()
        {
            if (OperatingSystem.IsWindows())
                Wait((nint)named);
            else
                for (var first = Starter(); first == Starter() && (named == 0 || Lives((int)named));)
                    Thread.Sleep(Pause);
            gone();
        }
    }

    // The id of the process that started this one or, when that one has ended, of the one that adopted it.
    static int Starter()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var stat = File.ReadAllText("/proc/self/stat");                             // pid (name) state ppid …
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
    }

    static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    static void Wait(nint handle)
    {
        using var process = new EventWaitHandle(false, EventResetMode.ManualReset) { SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: true) };
        process.WaitOne();
    }
}
