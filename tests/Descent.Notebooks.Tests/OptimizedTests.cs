using System.Diagnostics;
using System.Reflection;

namespace Descent.Notebooks.Tests;

public class OptimizedTests
{
    [Fact]
    public void Every_loaded_assembly_of_the_course_is_optimised()
    {
        Assembly[] named = [typeof(Descent.Figures.Figure).Assembly, typeof(Notebook).Assembly, typeof(OptimizedTests).Assembly];
        var course = AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name!.StartsWith("Descent", StringComparison.Ordinal)).Union(named);
        Assert.All(course, a => Assert.False(a.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false, $"{a} is not optimised"));
    }

    [Fact]
    public void Cells_are_optimised() =>
        Assert.Equal("False", (string)((Shown)Sample.Run(
            "System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Diagnostics.DebuggableAttribute>(System.Reflection.Assembly.GetExecutingAssembly())?.IsJITOptimizerDisabled ?? false")[0]).Data["text/plain"]!);
}
