using System.Reflection;
using Descent.Data;
using Descent.Figures;
using Descent.Front;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Proofs;
using Descent.Tensors;
using Descent.Training;
using Microsoft.DotNet.Interactive.Formatting;

namespace Descent.Notebooks.Tests;

/// <summary>.NET Interactive's formatting convention, which finds everything by name: what the library declares, and what the real formatter makes of it.</summary>
public class FormattingConventionTests
{
    const string Convention = "TypeFormatterSourceAttribute";

    // Empty where no page can show it, as here.
    const string WidgetView = "application/vnd.jupyter.widget-view+json";

    static readonly Figure Figure = new Figure("A falling line.", x: "step", y: "loss").Line("L", [0, 1, 2], [4.0, 2, 1]);

    // One value of every type that declares formatters, and what its text and its HTML contain.
    static readonly (object Value, string Text, string? Html)[] samples =
    [
        (Figure, "A falling line.", "descent-figure"),
        (Interact.Of(Parameter.Choice("colour", "red", "blue"), colour => new Figure($"Drawn in {colour}.", x: "x", y: "y").Line(colour, [0, 1], [0.0, 1])), "colour", "descent-figure"),
        (Tensor.Of(1, 2, 3), "2", null),
        (Tensor.Of(1, 2, 3).Shape, "3", null),
        (new Chain(new Dense(3, 2), new Tanh()), "3", null),
        (new Dense(3, 2), "3", null),
        (Schedule.Cosine(0.1, 10), "0.1", null),
        (new History(Tensor.Of(1), [], [1.0], Ending.Diverged), "after 1 steps", null),
        (Dataset.FromArrays(new double[,] { { 1 } }, [0]), "1", null),
        (Derivations.ConstantGradient.Check(), "✓", "descent-proof"),
        (new IntSlider("batch", 1, 10, 5), "batch", null),
        (Activator.CreateInstance(typeof(Tensor).Assembly.GetType("Descent.Front.Snippet")!, "<b>bold</b>", "bold")!, "bold", "<b>bold</b>"),
    ];

    static IEnumerable<Type> Decorated => typeof(Tensor).Assembly.GetTypes().Where(t => Declared(t) is not null);

    // What a widget prefers depends on the page: HostTests.
    public static TheoryData<int> Samples => [.. Enumerable.Range(0, samples.Length).Where(i => samples[i].Value is not Widget)];

    [Fact]
    public void Every_type_that_declares_formatters_has_a_sample_here() =>
        Assert.Empty(Decorated.Where(t => t.GetCustomAttributes(inherit: false).Any(a => a.GetType().Name == Convention)).Where(t => !samples.Any(s => t.IsInstanceOfType(s.Value))).Select(t => t.FullName));

    [Fact]
    public void Every_preferred_mime_type_has_a_formatter() =>
        Assert.Empty(Decorated.SelectMany(t => Problems(t, Declared(t)!)));   // without one .NET Interactive's process dies of a stack overflow

    [Theory]
    [InlineData(typeof(Preferring), "prefers text/html, which no formatter of it writes")]
    [InlineData(typeof(Wordless), "does not prefer text/plain")]
    [InlineData(typeof(Misshapen), "has a formatter without bool Format(object, TextWriter)")]
    public void A_source_that_would_not_work_is_found(Type type, string problem) => Assert.Contains(Problems(type, Declared(type)!), p => p.EndsWith(problem, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_real_formatter_writes_what_the_type_prefers(int sample)
    {
        var (value, text, html) = samples[sample];
        var preferred = Formatter.GetPreferredMimeTypesFor(value.GetType());
        Assert.Equal(Mimes(Declared(value.GetType())!), preferred);
        Assert.Contains("text/plain", preferred);
        Assert.All(preferred.Except([WidgetView]), mime => Assert.False(string.IsNullOrWhiteSpace(value.ToDisplayString(mime)), mime));
        Assert.Contains(text, value.ToDisplayString("text/plain"));
        Assert.Equal(html is not null, preferred.Contains("text/html"));
        if (html is not null)
            Assert.Contains(html, value.ToDisplayString("text/html"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Our_bundle_has_the_same_entries(int sample)
    {
        var (value, text, _) = samples[sample];
        var bundle = Bundle.Of(value);
        Assert.Equal(Formatter.GetPreferredMimeTypesFor(value.GetType()).Except([WidgetView]).Order(), bundle.Keys.Order());
        Assert.Contains(text, (string)bundle["text/plain"]!);
    }

    [Fact]
    public void A_derived_type_and_a_struct_inherit_the_convention()
    {
        Assert.Equal(["text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Dense)));
        Assert.True(typeof(Shape).IsValueType);
        Assert.Equal(["text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Shape)));
    }

    [Fact]
    public void A_list_embeds_the_forms_of_its_elements()
    {
        var html = new[] { Figure, Figure }.ToDisplayString("text/html");
        Assert.Equal(2, html.Split("class=\"descent-figure\"").Length - 1);
        Assert.Contains("A falling line.", new[] { Figure }.ToDisplayString("text/plain"));
        Assert.Contains(Tensor.Of(1, 2, 3).ToString(), new { θ = Tensor.Of(1, 2, 3) }.ToDisplayString("text/plain"));
    }

    static Attribute? Declared(Type type) => type.GetCustomAttributes(inherit: true).OfType<Attribute>().FirstOrDefault(a => a.GetType().Name == Convention);

    // Read as .NET Interactive reads them: by name.
    static string[] Mimes(Attribute attribute) => (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;

    static IEnumerable<string> Problems(Type type, Attribute attribute)
    {
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var formatters = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters", BindingFlags.Instance | BindingFlags.Public, [])!.Invoke(Activator.CreateInstance(source), null)!).ToList();
        var preferred = Mimes(attribute);
        var written = formatters.Select(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!).ToList();
        foreach (var mime in preferred.Except(written))
            yield return $"{type.Name} prefers {mime}, which no formatter of it writes";
        if (!preferred.Contains("text/plain"))
            yield return $"{type.Name} does not prefer text/plain";
        if (formatters.Any(f => f.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])?.ReturnType != typeof(bool)))
            yield return $"{type.Name} has a formatter without bool Format(object, TextWriter)";
    }

    [AttributeUsage(AttributeTargets.Class)]
    sealed class TypeFormatterSourceAttribute(Type source) : Attribute
    {
        public Type FormatterSourceType { get; } = source;

        public string[] PreferredMimeTypes { get; set; } = [];
    }

    [TypeFormatterSource(typeof(Source<Plain>), PreferredMimeTypes = ["text/html", "text/plain"])]
    sealed class Preferring;

    [TypeFormatterSource(typeof(Source<Plain>))]
    sealed class Wordless;

    [TypeFormatterSource(typeof(Source<Void>), PreferredMimeTypes = ["text/plain"])]
    sealed class Misshapen;

    sealed class Source<T> where T : new()
    {
        public IEnumerable<object> CreateTypeFormatters() => [new T()];
    }

    sealed class Plain
    {
        public string MimeType => "text/plain";

        public bool Format(object instance, TextWriter writer) => true;
    }

    sealed class Void
    {
        public string MimeType => "text/plain";

        public void Format(object instance, TextWriter writer) => writer.Write(instance);
    }
}
