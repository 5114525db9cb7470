using Descent.Tests.Kernels;

// The tests are run by the test host; started alone, this program prints what the kernels compute, bit by bit.
return args is ["--bits"] ? KernelBits.Print() : 1;
