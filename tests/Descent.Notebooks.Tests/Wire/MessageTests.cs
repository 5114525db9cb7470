using System.Text;
using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Wire;

public class MessageTests
{
    static readonly byte[] key = Bytes("a0436f6c-1916-498b-8eb9-e81ab9368e84");
    const string Header = """{"msg_id": "1", "msg_type": "kernel_info_request", "session": "s", "username": "u", "date": "2026-01-01T00:00:00Z", "version": "5.4"}""";

    // python3: h = hmac.new(key, digestmod=hashlib.sha256); for frame in frames: h.update(frame); h.hexdigest()
    const string Signature = "10e69dfc0d2515e9e2e001c4c5e65ab4f2448e4930b6681d96728865d18b7477";

    [Fact]
    public void A_message_signed_by_Pythons_hmac_is_read()
    {
        var message = Message.Parse(Signed(), key)!;
        Assert.Equal("kernel_info_request", message.Type);
        Assert.Equal("é", message.Content["code"]!.GetValue<string>());
        Assert.Equal([Bytes("peer")], message.Identities);
        Assert.Equal([[1, 2]], message.Buffers);
        Assert.Empty(message.Parent);
    }

    [Fact]
    public void A_change_of_any_signed_frame_or_of_the_signature_is_noticed()
    {
        for (var frame = 2; frame <= 6; frame++)
        {
            var frames = Signed();
            frames[frame][^1] ^= 1;
            Assert.Null(Message.Parse(frames, key));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("10e69dfc")]
    [InlineData("10E69DFC0D2515E9E2E001C4C5E65AB4F2448E4930B6681D96728865D18B7477")]
    public void Only_the_whole_signature_counts(string signature) => Assert.Null(Message.Parse(Signed(signature), key));

    [Fact]
    public void Without_a_key_messages_are_unsigned()
    {
        Assert.NotNull(Message.Parse(Signed(""), []));
        Assert.Empty(new Message("status", "s", []).Frames([])[1]);
    }

    [Fact]
    public void What_is_sent_is_read_with_the_parents_header_byte_for_byte()
    {
        var request = Message.Parse(Signed(), key)!;
        var frames = new Message("stream", "our session", new JsonObject { ["text"] = "a\u2028<b>" }, request) { Identities = [Bytes("id")], Buffers = [[7]] }.Frames(key);
        Assert.Equal(Header, Encoding.UTF8.GetString(frames[4]));
        var message = Message.Parse(frames, key)!;
        Assert.Equal(("stream", "our session", "5.4"), (message.Type, (string?)message.Header["session"], (string?)message.Header["version"]));
        Assert.Equal("1", (string?)message.Parent["msg_id"]);
        Assert.Equal("a\u2028<b>", (string?)message.Content["text"]);
        Assert.Equal([[7]], message.Buffers);
        Assert.True(DateTimeOffset.TryParse((string?)message.Header["date"], out var date) && date.Offset == TimeSpan.Zero);
    }

    [Fact]
    public void A_message_without_all_its_parts_is_none()
    {
        var frames = Signed();
        for (var n = 0; n < 7; n++) Assert.Null(Message.Parse(frames[..n], []));
        Assert.Null(Message.Parse(frames[2..], []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": \"\xFF\"}")]
    public void A_part_that_is_no_JSON_object_makes_it_none(string part)
    {
        for (var i = 3; i <= 6; i++)
        {
            var frames = Signed();
            frames[i] = Encoding.Latin1.GetBytes(part);
            Assert.Null(Message.Parse(frames, []));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"msg_type": 1}""")]
    [InlineData("""{"msg_type": null}""")]
    [InlineData("""{"msg_type": {}}""")]
    [InlineData("""{"msg_type": "\ud800"}""")]
    public void A_header_without_a_type_makes_it_none(string header)
    {
        var frames = Signed();
        frames[3] = Bytes(header);
        Assert.Null(Message.Parse(frames, []));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1000000, false)]
    public void JSON_is_read_64_levels_deep(int depth, bool read)
    {
        var frames = Signed();
        frames[6] = Bytes("{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}");
        Assert.Equal(read, Message.Parse(frames, []) is not null);
    }

    static byte[][] Signed(string signature = Signature) =>
        [Bytes("peer"), Bytes("<IDS|MSG>"), Bytes(signature), Bytes(Header), Bytes("{}"), Bytes("{}"), Bytes("""{"code": "é"}"""), [1, 2]];

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
