namespace Microsoft.DotNet.Interactive;

/// <summary>.NET Interactive's types in the shape the library looks for.</summary>
public sealed class KernelInvocationContext
{
    public static KernelInvocationContext? Current { get; set; }

    public List<string> Seen { get; } = [];
}

public static class KernelInvocationContextExtensions
{
    public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
    {
        context.Seen.Add($"display {string.Join(' ', mimeTypes)} {value}");
        return new DisplayedValue(context);
    }
}

public sealed class DisplayedValue(KernelInvocationContext context)
{
    public void Update(object updatedValue) => context.Seen.Add($"update {updatedValue}");
}
