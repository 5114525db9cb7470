namespace Descent.Tensors;

/// <summary>
/// The cotangent of a tensor that is read in parts, as θ is by the layers: seen as rows of columns, it is written where a part arrives first, added to
/// where one arrives again, and zero where none came.
/// </summary>
sealed class Accumulator(Tensor sum, int rows, int columns)
{
    readonly List<(int From, int To)> written = [];   // column ranges, ascending and disjoint

    /// <summary>Parts of one accumulator are columns of the same rows.</summary>
    public bool Fits(Blocks part) => part.Count == rows && part.Step == columns;

    /// <summary>Adds g to a part.</summary>
    public void Add(Tensor g, Blocks part)
    {
        if (Claim(part))
        {
            sum.CopyBlocks(g, part.Packed, part);
            return;
        }
        if (!written.Exists(range => range.From <= part.Start && part.Start + part.Length <= range.To))
            Complete();
        sum.AddInPlace(g, part);
    }

    /// <summary>A part that nothing was written to yet, to be written now; null when it was, or when it is not contiguous.</summary>
    public Tensor? Take(Blocks part, Shape shape) => part.Contiguous && Claim(part) ? sum.View(part.Start, shape) : null;

    /// <summary>The sum, with zeros where no part came.</summary>
    public Tensor Complete()
    {
        var from = 0;
        foreach (var (start, end) in written.Append((columns, columns)))
        {
            if (start > from)
                sum.Clear(new(from, rows, start - from, columns));
            from = end;
        }
        written.Clear();
        written.Add((0, columns));
        return sum;
    }

    bool Claim(Blocks part)
    {
        var (from, to) = (part.Start, part.Start + part.Length);
        var at = written.FindIndex(range => range.To > from);
        if (at >= 0 && written[at].From < to)
            return false;
        written.Insert(at < 0 ? written.Count : at, (from, to));
        return true;
    }
}
