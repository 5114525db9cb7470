using System.Net;
using System.Text;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Wire;

public class ConnectionTests
{
    const string Good = """
        {"shell_port": 1001, "iopub_port": 1002, "stdin_port": 1003, "control_port": 1004, "hb_port": 1005, "ip": "127.0.0.1",
         "key": "kéy", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": ""}
        """;

    [Fact]
    public void The_file_names_five_addresses_and_a_key()
    {
        var connection = Read(Good);
        IPEndPoint[] addresses = [connection.Shell, connection.IOPub, connection.Stdin, connection.Control, connection.Heartbeat];
        Assert.Equal(Enumerable.Range(1001, 5).Select(port => new IPEndPoint(IPAddress.Loopback, port)), addresses);
        Assert.Equal("kéy", Encoding.UTF8.GetString(connection.Key));
    }

    [Theory]
    [InlineData("*", "0.0.0.0")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("::1", "::1")]
    public void The_address_is_the_files(string ip, string address) => Assert.Equal(IPAddress.Parse(address), Read(Good.Replace("127.0.0.1", ip)).Shell.Address);

    [Theory]
    [InlineData("\"tcp\"", "\"ipc\"", "transport is ipc, this kernel speaks tcp.")]
    [InlineData("hmac-sha256", "hmac-md5", "signature_scheme is hmac-md5, this kernel speaks hmac-sha256.")]
    [InlineData("1003", "0", "stdin_port is not in 1…65535.")]
    [InlineData("1003", "65536", "stdin_port is not in 1…65535.")]
    [InlineData("1003", "\"1003\"", "")]
    [InlineData("hb_port", "heart", "")]
    [InlineData("\"key\"", "\"keys\"", "")]
    [InlineData("127.0.0.1", "example.org", "")]
    [InlineData("\"127.0.0.1\"", "null", "")]
    [InlineData("{", "[", "")]
    public void What_is_not_spoken_is_a_clear_error(string from, string to, string because)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(Good.Replace(from, to)));
        Assert.Contains("is not a connection file of Jupyter: " + because, error.Message);
    }

    static Connection Read(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return Connection.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
