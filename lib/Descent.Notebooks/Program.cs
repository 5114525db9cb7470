// The kernel's process: dotnet Descent.Notebooks.dll CONNECTION_FILE, as Jupyter starts it.
return args is [var connection] ? Descent.Notebooks.Jupyter.Kernel.Serve(connection) : Usage();

static int Usage()
{
    Console.Error.WriteLine("usage: Descent.Notebooks CONNECTION_FILE (Jupyter starts it; install it with: course kernel install)");
    return 2;
}
