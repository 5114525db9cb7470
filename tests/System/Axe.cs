namespace Descent.SystemTests;

/// <summary>axe-core's rules (WCAG 2 A and AA, and its best practices): names, roles, contrast, landmarks, order.</summary>
static class Axe
{
    static string? script;

    /// <summary>What axe finds wrong with the page, one line for each element.</summary>
    public static async Task<string[]> Problems(Browser browser)
    {
        var file = Path.Combine(Jupyter.Root, "artifacts", "npm", "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file)) return [$"{file} is missing: copy tests/System/npm/*.json to artifacts/npm and run `npm ci --prefix artifacts/npm`, as .ci/run does."];
        script ??= await File.ReadAllTextAsync(file);
        await browser.Page.EvaluateAsync(script);
        return await browser.Texts("""
            axe.run(document, { resultTypes: ['violations'], elementRef: false }).then(r => r.violations.flatMap(v => v.nodes.map(n =>
              `${v.id} (${v.impact}): ${n.target.join(' ')}: ${n.html.slice(0, 120)}; ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`)))
            """);
    }
}
