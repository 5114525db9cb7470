using Descent.Front;

namespace Descent.Tests.Front;

public sealed class ParameterTests
{
    static IEnumerable<T> Values<T>(Parameter<T> p) => p.Labels.Select((_, i) => p[i]);

    [Fact]
    public void A_range_is_equally_spaced_and_a_logarithmic_one_in_ratios()
    {
        Assert.Equal([0, 0.5, 1, 1.5, 2], Values(Parameter.Range("a", 0, 2, 4)));
        Assert.Equal([0.01, 0.1, 1, 10], Values(Parameter.Range("a", 0.01, 10, 3, log: true)));
    }

    [Fact]
    public void A_range_reads_as_it_is()
    {
        var p = Parameter.Range("a", 1, 2, 7, unit: "m");
        Assert.Equal(p.Labels, Values(p).Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture) + " m"));
    }

    [Theory, InlineData(0.1, 10), InlineData(0.11, 10), InlineData(0.01, 0), InlineData(1.0, 20), InlineData(null, 0)]
    public void A_range_starts_at_the_nearest_value(double? start, int index) => Assert.Equal(index, Parameter.Range("a", 0.01, 1, 20, log: true, start).Start);

    [Fact]
    public void Integers_steps_choices_toggles_and_seeds_have_their_values()
    {
        Assert.Equal([2, 5, 8], Values(Parameter.Integers("a", 2, 10, 3)));
        Assert.Equal(10, Parameter.Steps("N", [1, 10, 100], start: 10)[1]);
        Assert.Equal([0.5, 2], Values(Parameter.Steps("N", [0.5, 2])));
        Assert.Equal(["a", "b"], Values(Parameter.Choice("c", "a", "b")));
        Assert.Equal([7, 9], Values(Parameter.Choice("c", ("a", 7), ("b", 9))));
        Assert.Equal([false, true], Values(Parameter.Toggle("t")));
        Assert.Equal([1, 2, 3], Values(Parameter.Seed("s", 3)));
        Assert.Equal(1, Parameter.Toggle("t", true).Start);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        string Refused(Func<Parameter> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Contains("“η” from 1 to 1", Refused(() => Parameter.Range("η", 1, 1)));
        Assert.Contains("above 0", Refused(() => Parameter.Range("η", 0, 1, log: true)));
        Assert.Contains("cannot start at 3", Refused(() => Parameter.Range("η", 0, 1, start: 3)));
        Assert.Contains("cannot start at 3", Refused(() => Parameter.Steps("N", [1, 2], start: 3)));
        Assert.Contains("“N” has 1 twice", Refused(() => Parameter.Steps("N", [1, 2, 1])));
        Assert.Contains("“η” has 1 twice", Refused(() => Parameter.Range("η", 1, 1.00001, 20)));
        Assert.Contains("finite", Refused(() => Parameter.Steps("N", [1, double.NaN])));
        Assert.Contains("“c” has no values", Refused(() => Parameter.Choice("c")));
        Assert.Contains("“s” has no values", Refused(() => Parameter.Seed("s", 0)));
        Assert.Contains("steps of 0", Refused(() => Parameter.Integers("n", 1, 2, 0)));
        Assert.Contains("name", Refused(() => Parameter.Toggle(" ")));
    }

    [Fact]
    public void Only_a_slider_plays()
    {
        Assert.True(Parameter.Integers("n", 1, 5).Play().Plays);
        Assert.Contains("“t” is a toggle", Assert.Throws<InvalidOperationException>(() => Parameter.Toggle("t").Play()).Message);
    }

    [Fact]
    public void A_number_off_the_grid_has_the_type_of_the_values()
    {
        Assert.Equal(0.123, Parameter.Range("a", 0, 1).Near(0.123));
        Assert.Equal(3, Parameter.Integers("a", 0, 9, 2).Near(2.9));
    }
}
