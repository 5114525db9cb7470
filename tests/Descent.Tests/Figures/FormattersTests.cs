using System.Reflection;
using Descent.Figures;

namespace Descent.Tests.Figures;

/// <summary>The convention of .NET Interactive's formatter, which finds everything by name: a preferred MIME type without formatter would kill its process.</summary>
public sealed class FormattersTests
{
    static readonly Type[] Types = [.. typeof(Figure).Assembly.GetTypes().Where(t => Source(t) is not null)];

    public static TheoryData<Type> Decorated => [.. Types];

    static object? Source(MemberInfo type) => type.GetCustomAttributes(false).SingleOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");

    static object? Get(object instance, string property) => instance.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.GetValue(instance);

    static object[] Formatters(Type type)
    {
        var source = Activator.CreateInstance((Type)Get(Source(type)!, "FormatterSourceType")!)!;
        return [.. (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, [])!.Invoke(source, [])!];
    }

    [Fact]
    public void A_figure_is_decorated() => Assert.Contains(typeof(Figure), Types);

    [Theory, MemberData(nameof(Decorated))]
    public void Each_declared_mime_type_has_its_formatter_in_the_same_order(Type type)
    {
        var declared = (string[])Get(Source(type)!, "PreferredMimeTypes")!;
        Assert.NotEmpty(declared);
        Assert.Equal(declared, Formatters(type).Select(f => (string)Get(f, "MimeType")!).Where(declared.Contains));
    }

    [Theory, MemberData(nameof(Decorated))]
    public void Each_formatter_has_the_method_the_convention_names(Type type) => Assert.All(Formatters(type), formatter =>
    {
        var format = formatter.GetType().GetMethod("Format", BindingFlags.Public | BindingFlags.Instance, [typeof(object), typeof(TextWriter)])!;
        Assert.Equal(typeof(bool), format.ReturnType);
        Assert.Equal(formatter is ConventionFormatter<object>, (bool)format.Invoke(formatter, ["text", TextWriter.Null])!);
    });

    [Fact]
    public void Formatters_write_html_json_and_the_alternative_text()
    {
        var figure = Gallery.Figures["line"];
        var written = Formatters(typeof(Figure)).Select(formatter =>
        {
            using var writer = new StringWriter();
            Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [figure, writer])!);
            return writer.ToString();
        });
        Assert.Equal([figure.ToHtml(), figure.ToJson(), figure.AlternativeText], written);
    }
}
