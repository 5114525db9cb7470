using Descent.Grading.Reports;

namespace Descent.Grading.Tests.Reports;

public class PlainTests
{
    [Theory]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("a\r\nb\rc", "a\nb␍c")]
    [InlineData("\e[2J\0\x7F", "␛[2J␀␡")]
    [InlineData("user\u202Egpj.exe\u2066\u200B", "user⟨U+202E⟩gpj.exe⟨U+2066⟩⟨U+200B⟩")]
    [InlineData("a\u2028b\u0085c\uE000", "a⟨U+2028⟩b⟨U+0085⟩c⟨U+E000⟩")]
    [InlineData("Zoë π 🎓 👩\u200D🔬 می\u200Cخواهم", "Zoë π 🎓 👩\u200D🔬 می\u200Cخواهم")]
    [InlineData("o\u0308\u0304\u0308\u0304\u0308", "o\u0308\u0304\u0308\u0304⟨U+0308⟩")]
    public void What_is_invisible_or_turns_the_line_is_shown(string text, string shown) => Assert.Equal(shown, Plain.Of(text));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\uFFFDb", Plain.Of("a\uD800b"));

    [Fact]
    public void A_long_text_is_cut_with_a_note()
    {
        Assert.Equal("xxxx… (99,996 more characters)", Plain.Of(new('x', 100_000), 4));
        Assert.Equal("🎓🎓… (6 more characters)", Plain.Of("🎓🎓🎓🎓🎓", 2));
        Assert.Equal("xxxx", Plain.Of("xxxx", 4));
    }

    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("Éloïse Dupont", "Éloïse Dupont")]
    [InlineData("s123_x.y@example.org", "s123_x.y@example.org")]
    public void An_honest_name_is_its_file_name(string student, string name) => Assert.Equal(name, FileName.Of(student));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\x")]
    [InlineData("nul")]
    [InlineData("COM1.txt")]
    [InlineData(".hidden")]
    [InlineData("ends.")]
    [InlineData("a\0b")]
    [InlineData("a\u202Eb")]
    [InlineData("<script>")]
    public void A_hostile_name_becomes_a_file_name_of_its_own(string student)
    {
        var name = FileName.Of(student);

        Assert.Equal(name, Path.GetFileName(name));
        Assert.Matches(@"^([\p{L}\p{N}_@+, -][\p{L}\p{N}_.@+, -]*)?[0-9a-f]{8}$", name);
        Assert.NotEqual(name, FileName.Of(student + "x"));
    }

    [Fact]
    public void Names_that_differ_beyond_the_cut_stay_apart()
    {
        Assert.NotEqual(FileName.Of(new string('x', 300)), FileName.Of(new string('x', 301)));
        Assert.InRange(FileName.Of(new string('x', 300)).Length, 1, 100);
    }
}
