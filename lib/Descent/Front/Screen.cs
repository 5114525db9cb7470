namespace Descent.Front;

/// <summary>Where the progress of one cell is shown: the host's own display, an output that is replaced again and again, or the last line of a terminal.</summary>
sealed class Screen
{
    static readonly AsyncLocal<Screen?> OfCell = new();   // set by a method that returns to the cell, so all works of a cell share one output; gone when the cell ends

    readonly Host? host;
    readonly string id = Guid.NewGuid().ToString("N");
    Action<object>? update;
    bool shown;

    Screen(Host? host) => this.host = host;

    /// <summary>The running cell's screen.</summary>
    public static Screen Find() => Host.Current is var host && OfCell.Value is { } screen && screen.host == host ? screen : OfCell.Value = new(host);

    /// <summary>Replaces what is shown.</summary>
    /// <param name="fraction">In [0, 1]; 1 is the end.</param>
    /// <param name="snippet">The state of the work.</param>
    public void Show(double fraction, Snippet snippet)
    {
        if (host is { Progress: { } own })
            own(fraction, snippet.Text);
        else if (host is not null)
            host.Publish(shown ? "update_display_data" : "display_data", snippet.Content(id), null);
        else if (update is not null)
            update(snippet);
        else if ((update = DotNetInteractive.Show(snippet, "text/html")) is null && !Console.IsErrorRedirected)
            Console.Error.Write($"\r\e[K{(fraction < 1 ? snippet.Text : "")}");
        shown = true;
    }
}
