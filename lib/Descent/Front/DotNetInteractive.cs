using System.Reflection;

namespace Descent.Front;

/// <summary>.NET Interactive, when this library is used in its notebooks. Found among the loaded assemblies: the only reflection of the library.</summary>
static class DotNetInteractive
{
    const string Context = "Microsoft.DotNet.Interactive.KernelInvocationContext";

    /// <summary>Shows a value in the running cell.</summary>
    /// <returns>What replaces the value shown; null when no cell of .NET Interactive is running.</returns>
    /// <remarks>It goes through the context's own Display: the value that <c>display(x)</c> returns updates another id.</remarks>
    public static Action<object>? Show(object value, params string[] mimeTypes)
    {
        var type = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(Context)).FirstOrDefault(t => t is not null);
        if (type?.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not { } context)
            return null;
        var shown = type.GetMethod("Display", [typeof(object), typeof(string[])]) is { } own ? own.Invoke(context, [value, mimeTypes])
            : type.Assembly.GetType(Context + "Extensions")?.GetMethod("Display", [type, typeof(object), typeof(string[])])?.Invoke(null, [context, value, mimeTypes]);
        return shown?.GetType().GetMethod("Update", [typeof(object)]) is { } update ? next => update.Invoke(shown, [next]) : null;
    }
}
