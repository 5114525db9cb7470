namespace Descent.Front;

/// <summary>The MIME types of an experiment. Not plotly's: a viewer that prefers it would lose the controls.</summary>
sealed class InteractFormatters
{
    readonly object[] formatters = [new ConventionFormatter<Interact>("text/html", i => i.ToHtml()), new ConventionFormatter<Interact>("text/plain", i => i.ToString())];

    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
