using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

public class StartTests
{
    [Fact]
    public void A_program_that_is_no_worker_is_the_graders_trouble() =>
        Assert.Equal("The worker did not start: it ended by itself (exit code 3).", Assert.Throws<InfrastructureException>(() => new WorkerProcess(new Shell(), new Limits())).Message);

    sealed class Shell : ILauncher
    {
        public string Isolation => "process";

        public ILaunched Launch(Limits limits) => new PlainProcess().Launch(limits, ["/bin/sh", "-c", "exit 3"]);
    }
}
