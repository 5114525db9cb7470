// The grader's worker: requests arrive on file descriptor 3, replies leave on 4, the console is only text.
using Descent.Notebooks;
using Descent.Worker;
using Microsoft.Win32.SafeHandles;

if (!Console.IsInputRedirected)
{
    Console.Error.WriteLine("Descent.Worker is started by the grader (course grade).");
    return 2;
}
_ = Session.Prepare();
using var requests = new FileStream(new SafeFileHandle(3, ownsHandle: true), FileAccess.Read, bufferSize: 1);
using var replies = new FileStream(new SafeFileHandle(4, ownsHandle: true), FileAccess.Write, bufferSize: 1);
using var server = new Server(requests, replies);
server.Serve();
return 0;
