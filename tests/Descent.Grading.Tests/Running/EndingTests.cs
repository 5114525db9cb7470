using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public sealed class EndingTests
{
    [Theory]
    [InlineData(0, "", "it ended by itself (exit code 0)", false)]
    [InlineData(7, "Stack overflow.", "it ended by itself (exit code 7)", false)]
    [InlineData(134, "Stack overflow.\n   at F(Int32)\n", "stack overflow", false)]
    [InlineData(134, "Out of memory.\n", "it ran out of memory", true)]
    [InlineData(134, "Unhandled exception. System.OutOfMemoryException: Array dimensions\n   at F()", "it ran out of memory", true)]
    [InlineData(134, "…\nUnhandled exception. System.InvalidOperationException: 3 of 4\n   at F() in /x/y.cs:line 3", "unhandled exception: System.InvalidOperationException: 3 of 4", false)]
    [InlineData(134, "Process terminated. enough\n   at System.Environment.FailFast(System.String)", "it stopped itself: enough", false)]
    [InlineData(134, "Process terminated.\nenough\n   at System.Environment.FailFast(System.String)", "it stopped itself: enough", false)]
    [InlineData(134, "Process terminated.\n   at System.Environment.FailFast(System.String)", "it was ended by SIGABRT (it aborted)", false)]
    [InlineData(134, "hello", "it was ended by SIGABRT (it aborted)", false)]
    [InlineData(137, "", "it was ended by SIGKILL", false)]
    [InlineData(139, "", "it was ended by SIGSEGV (it used memory that is not its own)", false)]
    [InlineData(152, "", "it was ended by SIGXCPU (its processor time was used up)", false)]
    public void The_words_follow_the_exit_code_and_the_runtimes_last_words(int code, string text, string words, bool isMemory) =>
        Assert.Equal((words, isMemory), Ending.Of(code, text));
}
