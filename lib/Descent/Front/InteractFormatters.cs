namespace Descent.Front;

/// <summary>The MIME types of an experiment. Not plotly's: a viewer that prefers it would lose the controls.</summary>
sealed class InteractFormatters
{
    readonly object[] formatters = [new ConventionFormatter<Interact>("text/html", Page), new ConventionFormatter<Interact>("text/plain", i => i.ToString())];

    public IEnumerable<object> CreateTypeFormatters() => formatters;

    static string Page(Interact experiment)
    {
        Live.Offer(experiment);
        return experiment.ToHtml();
    }
}
