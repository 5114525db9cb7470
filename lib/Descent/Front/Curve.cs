using System.Globalization;
using System.Text;

namespace Descent.Front;

/// <summary>Any number of values as at most 256 means of neighbours: adding one costs a few additions and never memory.</summary>
sealed class Curve
{
    const int Width = 320, Height = 56;

    readonly double[] means = new double[256];
    int count, stride = 1, pending;
    double sum;

    public double Last { get; private set; } = double.NaN;

    public void Add(double value)
    {
        (Last, sum) = (value, sum + value);
        if (++pending < stride)
            return;
        means[count++] = sum / stride;
        (sum, pending) = (0, 0);
        if (count < means.Length)
            return;
        for (var i = 0; i < count / 2; i++)
            means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
        (count, stride) = (count / 2, 2 * stride);
    }

    /// <summary>A small drawing without scripts or colours of its own; logarithmic when positive values span a factor of ten; nothing below two finite points.</summary>
    /// <param name="name">What the values are.</param>
    public string Svg(string name)
    {
        var seen = means.Take(count).Where(double.IsFinite).ToList();
        if (seen.Count < 2 || seen.Max() == seen.Min())
            return "";
        Func<double, double> scale = seen.Min() > 0 && seen.Max() > 10 * seen.Min() ? Math.Log : v => v;
        var (low, high) = (scale(seen.Min()), scale(seen.Max()));
        var points = new StringBuilder();
        for (var i = 0; i < count; i++)
            if (double.IsFinite(means[i]))
                points.Append(CultureInfo.InvariantCulture, $"{1 + (Width - 2.0) * i / (count - 1):0.#},{1 + (Height - 2) * (high - scale(means[i])) / (high - low):0.#} ");
        return string.Create(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{name} from {seen[0]:G3} to {seen[^1]:G3}\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" style=\"display:block\">")
            + $"<polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" points=\"{points.ToString().TrimEnd()}\"/></svg>";
    }
}
