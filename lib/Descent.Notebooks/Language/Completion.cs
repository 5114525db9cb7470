using System.ComponentModel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Notebooks.Language;

/// <summary>The names and keywords that may stand at one place of a cell.</summary>
sealed class Completion
{
    // Stands for the word being written: so there always is one, and what is written of it disturbs nothing.
    const string Word = "ǀ";

    readonly string before, prefix;
    readonly int start, end;
    readonly SemanticModel model;
    readonly Dictionary<string, (string Type, int Rank)> found = [];

    public Completion(Func<string, SemanticModel> parse, string code, int cursor)
    {
        start = end = cursor;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        while (start < end && end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
            end++;
        (before, prefix) = (code[..start], code[start..cursor]);
        model = parse(before + Word + code[end..]);
    }

    public (int, int, IReadOnlyList<(string, string)>) Answer()
    {
        var word = model.SyntaxTree.GetRoot().FindToken(start, findInsideTrivia: true);
        if (word.SpanStart == start && word.IsKind(SyntaxKind.IdentifierToken) && !word.Parent!.AncestorsAndSelf().Any(n => n is StructuredTriviaSyntax and not SkippedTokensTriviaSyntax))
            Collect(word);
        return (start, end, [.. found
            .OrderBy(f => f.Key.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1).ThenBy(f => f.Value.Rank)
            .ThenBy(f => f.Key, StringComparer.OrdinalIgnoreCase).ThenBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => (f.Key, f.Value.Type))]);
    }

    void Collect(SyntaxToken word)
    {
        if (word.Parent is not IdentifierNameSyntax name)
        {
            if (prefix.Length > 0)
                Keywords();
            return;
        }
        switch (name.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Name == name:
                Members(access.Expression);
                return;
            case QualifiedNameSyntax qualified when qualified.Right == name:
                Members(qualified.Left);
                return;
            case MemberBindingExpressionSyntax binding:
                if (binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Span.Contains(start)) is { } conditional)
                    MembersOf(model.GetTypeInfo(conditional.Expression).Type);
                return;
            case UsingDirectiveSyntax usings:
                Symbols(model.LookupNamespacesAndTypes(start), s => s is INamespaceSymbol || usings.StaticKeyword.RawKind != 0 || usings.Alias is not null);
                return;
            case InitializerExpressionSyntax initializer when Assigned(initializer) is { } type:
                var taken = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left.ToString()).ToHashSet();
                Symbols(model.LookupSymbols(start, type), s => !s.IsStatic && !taken.Contains(s.Name)
                    && s is IPropertySymbol { SetMethod: not null, IsIndexer: false } or IFieldSymbol { IsReadOnly: false });
                if (found.Count > 0)
                    return;
                break;
        }
        Arguments(name);
        foreach (var value in Expected(name).OfType<INamedTypeSymbol>().Where(t => t.TypeKind == TypeKind.Enum))
            foreach (var member in value.GetMembers().OfType<IFieldSymbol>())
                Add($"{value.ToMinimalDisplayString(model, start)}.{member.Name}", "property", 0, member.Name);
        var typesOnly = SyntaxFacts.IsInTypeOnlyContext(name) && name.Ancestors().OfType<StatementSyntax>().FirstOrDefault()?.SpanStart != start;
        Symbols(model.LookupSymbols(start), s => !typesOnly || s is INamespaceOrTypeSymbol);
        Keywords();
    }

    void Members(ExpressionSyntax left)
    {
        if (left is not PredefinedTypeSyntax && model.GetSymbolInfo(left).Symbol is null && model.GetTypeInfo(left).Type is null or IErrorTypeSymbol)
        {
            // What looks like a type here because of the next line may be an expression.
            var again = SyntaxFactory.ParseExpression(left.ToString());
            MembersOf(model.GetSpeculativeTypeInfo(start, again, SpeculativeBindingOption.BindAsExpression).Type);
            return;
        }
        switch (model.GetSymbolInfo(left).Symbol)
        {
            case INamespaceSymbol space:
                var namesOnly = left.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { StaticKeyword.RawKind: 0, Alias: null };
                Symbols(model.LookupNamespacesAndTypes(start, space), s => !namesOnly || s is INamespaceSymbol);
                break;
            case ITypeSymbol type:
                Symbols(model.LookupSymbols(start, type), s => s.IsStatic || s is ITypeSymbol);
                break;
            default:
                MembersOf(model.GetTypeInfo(left).Type);
                break;
        }
    }

    void MembersOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && model.SyntaxTree.GetText().ToString(new(0, start)).EndsWith("?."))
            type = nullable.TypeArguments[0];
        if (type is not (null or IErrorTypeSymbol))
            Symbols(model.LookupSymbols(start, type, includeReducedExtensionMethods: true), s => !s.IsStatic && s is not ITypeSymbol);
    }

    void Symbols(IEnumerable<ISymbol> symbols, Func<ISymbol, bool> wanted)
    {
        foreach (var s in symbols)
            if (s.Name != "" && Fits(s.Name) && s.CanBeReferencedByName && wanted(s) && !Hidden(s))
                Add(s.Name, Kind(s), s.ContainingType?.SpecialType == SpecialType.System_Object ? 4 : s is INamespaceOrTypeSymbol ? 3 : 2);
    }

    // Named arguments of the call this name is an argument of.
    void Arguments(IdentifierNameSyntax name)
    {
        if (name.Parent is not ArgumentSyntax { Parent: BaseArgumentListSyntax list })
            return;
        var taken = list.Arguments.Select(a => a.NameColon?.Name.Identifier.Text).ToHashSet();
        foreach (var parameter in Inspection.Methods(model, list.Parent!).SelectMany(m => m.Parameters).Where(p => !taken.Contains(p.Name)))
            Add(parameter.Name + ":", "param", 1);
    }

    // The types the place asks for.
    IEnumerable<ITypeSymbol?> Expected(IdentifierNameSyntax name) => name.Parent switch
    {
        BinaryExpressionSyntax b when b.Right == name => [model.GetTypeInfo(b.Left).Type],
        AssignmentExpressionSyntax a when a.Right == name => [model.GetTypeInfo(a.Left).Type],
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax v } => [model.GetTypeInfo(v.Type).Type],
        ConstantPatternSyntax { Parent: IsPatternExpressionSyntax p } => [model.GetTypeInfo(p.Expression).Type],
        ArgumentSyntax { Parent: BaseArgumentListSyntax list } argument => Inspection.Methods(model, list.Parent!).Select(m => argument.NameColon is { } n
            ? m.Parameters.FirstOrDefault(p => p.Name == n.Name.Identifier.Text)?.Type
            : m.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument))?.Type).Distinct(SymbolEqualityComparer.Default).Cast<ITypeSymbol?>(),
        _ => [],
    };

    ITypeSymbol? Assigned(InitializerExpressionSyntax initializer) => initializer.Parent switch
    {
        BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation).Type,
        WithExpressionSyntax with => model.GetTypeInfo(with.Expression).Type,
        _ => null,
    };

    // A keyword is valid where the parser complains no more than about a name, up to the keyword itself.
    void Keywords()
    {
        var text = SourceText.From(before + Word + "\n");
        var named = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)model.SyntaxTree.Options);
        int Errors(SyntaxTree tree, int limit) => tree.GetDiagnostics().Count(d => d.Location.SourceSpan.Start <= limit);
        var known = Errors(named, start);
        foreach (var (keyword, probe) in Dialect.Keywords.Where(k => Fits(k.Keyword)))
            if (Errors(named.WithChangedText(text.Replace(start, Word.Length, probe)), start + probe.Length - keyword.Length) <= known)
                Add(keyword, "keyword", 3);
    }

    bool Fits(string name) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name != Word;

    void Add(string text, string type, int rank, string? alsoFits = null)
    {
        if (Fits(text) || alsoFits is not null && Fits(alsoFits))
            found.TryAdd(text, (type, rank));
    }

    static bool Hidden(ISymbol s) =>
        s is INamespaceSymbol space ? !Visible(space)
        : s is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.LocalFunction or MethodKind.DelegateInvoke) }
            || s.GetAttributes().Any(a => a is { AttributeClass.Name: nameof(EditorBrowsableAttribute), ConstructorArguments: [{ Value: (int)EditorBrowsableState.Never }] });

    static bool Visible(INamespaceSymbol space) =>
        space.GetTypeMembers().Any(t => t.DeclaredAccessibility == Accessibility.Public) || space.GetNamespaceMembers().Any(Visible);

    static string Kind(ISymbol s) => s switch
    {
        INamespaceSymbol => "namespace",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol { IsValueType: true } => "struct",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IFieldSymbol { ContainingType.IsScriptClass: false } => "property",
        IEventSymbol => "event",
        _ => "instance",
    };
}
