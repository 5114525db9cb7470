using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks.Language;

/// <summary>A piece of documentation in two forms.</summary>
sealed record Prose(string Plain, string Html);

/// <summary>The XML documentation of a symbol: from the cell itself, from X.xml beside X.dll, or from the framework's reference pack.</summary>
static partial class Documentation
{
    static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, XElement>> Files = new();

    static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // The newest reference pack with documentation, if an SDK is installed.
    static readonly Lazy<string?> Pack = new(() =>
    {
        var packs = Path.Combine(Framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        return Directory.Exists(packs) ? Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*").Select(v => Path.Combine(v, "ref")).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Max() : null;
    });

    /// <summary>Summary, parameters, result, exceptions and remarks, in this order, with their titles.</summary>
    public static IEnumerable<(string Title, Prose Body)> Of(ISymbol symbol, Compilation compilation)
    {
        if (Element(symbol, compilation, depth: 0) is not { } element)
            return [];
        var order = new[] { "summary", "typeparam", "param", "value", "returns", "exception", "remarks" };
        return element.Elements().Where(e => order.Contains(e.Name.LocalName)).OrderBy(e => Array.IndexOf(order, e.Name.LocalName))
            .Select(e => (Title(e), Text(e))).Where(p => p.Item2.Plain.Length > 0);
    }

    static string Title(XElement e) => e.Name.LocalName switch
    {
        "summary" => "",
        "param" or "typeparam" => (string?)e.Attribute("name") ?? "",
        "exception" => "Throws " + Short((string?)e.Attribute("cref") ?? "Exception"),
        var name => char.ToUpperInvariant(name[0]) + name[1..],
    };

    static XElement? Element(ISymbol symbol, Compilation compilation, int depth)
    {
        symbol = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        if (depth > 8 || symbol.GetDocumentationCommentId() is not { } id)
            return null;
        var element = symbol.GetDocumentationCommentXml() is { Length: > 0 } own ? XElement.Parse($"<doc>{own}</doc>", LoadOptions.PreserveWhitespace).Element("member")
            : Candidates(symbol, compilation).Select(f => Files.GetOrAdd(f, Read).GetValueOrDefault(id)).FirstOrDefault(e => e is not null);
        if (element is null)   // a property of a record is documented as its parameter
            return symbol is IPropertySymbol && Element(symbol.ContainingType, compilation, depth + 1)?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == symbol.Name) is { } param
                ? new XElement("member", new XElement("summary", param.Nodes())) : null;
        if (element.Element("inheritdoc") is not { } inherit)
            return element;
        var from = (string?)inherit.Attribute("cref") is { } cref ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation) : Overridden(symbol);
        return from is null ? element : Element(from, compilation, depth + 1);
    }

    // What a member overrides or implements, what a type derives from.
    static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.BaseType is { SpecialType: not SpecialType.System_Object } b ? b : type.Interfaces.FirstOrDefault(),
        IMethodSymbol { OverriddenMethod: { } m } => m,
        IPropertySymbol { OverriddenProperty: { } p } => p,
        _ => symbol.ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers(symbol.Name))
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol)),
    };

    static IEnumerable<string> Candidates(ISymbol symbol, Compilation compilation)
    {
        if (symbol.ContainingAssembly is not { } assembly || (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath is not { } file)
            return [];
        if (Path.GetDirectoryName(file) != Framework || Pack.Value is not { } pack)
            return [Path.ChangeExtension(file, ".xml")];
        // The pack is cut differently from the assemblies: look where the namespace says, then in the large one.
        var space = symbol is INamespaceSymbol ? "" : symbol.ContainingNamespace.ToDisplayString();
        return new[] { assembly.Name, space, "System.Runtime", space[..Math.Max(space.LastIndexOf('.'), 0)], "System.Collections", "System.Console", "System.Memory" }
            .Where(n => n.Length > 0).Distinct().Select(n => Path.Combine(pack, n + ".xml"));
    }

    static IReadOnlyDictionary<string, XElement> Read(string file)
    {
        try
        {
            return XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member").Where(m => m.Attribute("name") is not null)
                .DistinctBy(m => (string)m.Attribute("name")!).ToDictionary(m => (string)m.Attribute("name")!);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, XElement>();
        }
    }

    static Prose Text(XElement element) => Joined("", element.Nodes().Select(n => n switch
    {
        XText text => Same(Space().Replace(text.Value, " ")),
        XElement e => Inline(e),
        _ => Same(""),
    }));

    static Prose Joined(string between, IEnumerable<Prose> parts) =>
        new(Trimmed(string.Join(between, parts.Select(p => p.Plain))), Trimmed(string.Join(between, parts.Select(p => p.Html))));

    static Prose Inline(XElement e)
    {
        var inner = Text(e);
        var name = inner.Plain.Length > 0 ? inner.Plain : (string?)e.Attribute("langword") ?? (string?)e.Attribute("name")
            ?? ((string?)e.Attribute("cref") is { } cref ? Short(cref) : (string?)e.Attribute("href") ?? "");
        return e.Name.LocalName switch
        {
            "see" or "seealso" or "paramref" or "typeparamref" or "c" => new(name, $"<code>{WebUtility.HtmlEncode(name)}</code>"),
            "code" => new($"\n{e.Value.Trim('\n')}\n", $"<pre><code>{WebUtility.HtmlEncode(e.Value.Trim('\n'))}</code></pre>"),
            "para" or "br" => new($"\n{inner.Plain}\n", $"<br/>{inner.Html}<br/>"),
            "list" => new(string.Concat(e.Elements().Select(i => $"\n- {Item(i).Plain}")) + "\n", $"<ul>{string.Concat(e.Elements().Select(i => $"<li>{Item(i).Html}</li>"))}</ul>"),
            _ => inner,
        };
    }

    static Prose Item(XElement item) => item.Element("description") is null && item.Element("term") is null ? Text(item) : Joined(": ", item.Elements().Select(Text));

    // M:A.B.C``1(D.E) → C
    static string Short(string cref)
    {
        var name = Arguments().Replace(cref, "");
        name = name.EndsWith(".#ctor", StringComparison.Ordinal) ? name[..^6] : name;
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }

    static Prose Same(string text) => new(text, WebUtility.HtmlEncode(text));

    static string Trimmed(string text) => Blank().Replace(text, "\n").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(`+\d+)?(\(.*)?$")]
    private static partial Regex Arguments();

    [GeneratedRegex(@" *\n\s*")]
    private static partial Regex Blank();
}
