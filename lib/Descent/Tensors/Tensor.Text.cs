using System.Globalization;
using System.Text;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    const int Edge = 3;     // rows and columns shown at each end of a long axis
    const int Longest = 8;  // axes up to this size are shown in full

    /// <summary>Shape, precision and the numbers to five digits; long axes are shortened in the middle. A scalar is just its number.</summary>
    public override string ToString()
    {
        if (Rank == 0)
            return Digits(At());
        var text = new StringBuilder($"{Name(Precision)} {Shape}");
        if (Size == 0)
            return text.ToString();
        var cells = Enumerable.Range(0, Size / Shape[-1]).Where(Shown).ToDictionary(row => row, Cells);
        var width = cells.Values.SelectMany(row => row).Max(cell => cell.Length);
        var previous = -1;
        foreach (var (row, numbers) in cells)
        {
            if (row > previous + 1)
                text.Append("\n …");
            else if (Rank > 2 && row > 0 && row % Shape[-2] == 0)
                text.Append('\n');
            text.Append("\n [").AppendJoin("  ", numbers.Select(cell => cell.PadLeft(width))).Append(']');
            previous = row;
        }
        return text.ToString();
    }

    /// <summary>A row is shown when each of its leading indices is near an end of its axis.</summary>
    bool Shown(int row)
    {
        for (var axis = Rank - 2; axis >= 0; axis--)
        {
            var (i, size) = (row % Shape[axis], Shape[axis]);
            if (size > Longest && i >= Edge && i < size - Edge)
                return false;
            row /= size;
        }
        return true;
    }

    string[] Cells(int row)
    {
        var columns = Shape[-1];
        string[] Run(int from, int to) => [.. Enumerable.Range(from, to - from).Select(j => Digits(Element(row * columns + j)))];
        return columns <= Longest ? Run(0, columns) : [.. Run(0, Edge), "…", .. Run(columns - Edge, columns)];
    }

    double Element(int place) => Single ? Read<float>()[place] : Read<double>()[place];

    static string Digits(double x) => x.ToString("G5", CultureInfo.InvariantCulture).Replace('-', '−').Replace("Infinity", "∞");
}
