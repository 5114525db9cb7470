namespace Descent.Notebooks.Jupyter;

/// <summary>Places in a text: Jupyter counts Unicode code points, C# counts UTF-16 units.</summary>
static class CodePoints
{
    /// <summary>The index of the place before which there are that many code points; the end when there are fewer.</summary>
    public static int Index(string text, int points)
    {
        var index = 0;
        for (; points > 0 && index < text.Length; points--)
            index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>How many code points there are before an index.</summary>
    public static int Count(string text, int index) =>
        index - Enumerable.Range(0, Math.Max(0, Math.Min(index, text.Length) - 1)).Count(i => char.IsSurrogatePair(text, i));
}
