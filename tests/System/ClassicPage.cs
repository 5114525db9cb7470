namespace Descent.SystemTests;

/// <summary>A notebook open in Debian's classic Jupyter, worked as a person works it: by menus, buttons and keys.</summary>
sealed class ClassicPage(Browser browser)
{
    const string Cells = "Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code')";

    /// <summary>Opens the notebook and waits for its kernel.</summary>
    public async Task Open(string address)
    {
        await browser.Open(address, 1100, 1400);
        if (!await browser.Until("window.Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook.kernel.info_reply.status === 'ok'", 60))
            throw new InvalidOperationException($"No kernel within 60 s: {await browser.Evaluate("document.querySelector('#notification_area')?.innerText")}; {string.Join("; ", browser.Errors)}");
    }

    /// <summary>Menu Cell, Run All.</summary>
    public async Task RunAll()
    {
        await browser.Page.ClickAsync("#celllink");
        await browser.Page.ClickAsync("#run_all_cells");
    }

    /// <summary>Whether no cell waits or runs, in time.</summary>
    public async Task<bool> Idle(double seconds)
    {
        await Task.Delay(100);
        return await browser.Until($"{Cells}.every(c => c.input_prompt_number !== '*') && !Jupyter.notebook.kernel_busy", seconds);
    }

    /// <summary>Selects a code cell and presses the toolbar's Run.</summary>
    public async Task Begin(int cell)
    {
        await browser.Evaluate($"(c => {{ Jupyter.notebook.select(Jupyter.notebook.find_cell_index(c)); c.element[0].scrollIntoView({{ block: 'center' }}); return 0; }})({Cells}[{cell}])");
        await browser.Page.ClickAsync("button[data-jupyter-action='jupyter-notebook:run-cell-and-select-next']");
    }

    public async Task Run(int cell, double seconds = 30)
    {
        await Begin(cell);
        if (!await Idle(seconds)) throw new InvalidOperationException($"Cell {cell + 1} still runs after {seconds} s: {await Output(cell)}");
    }

    /// <summary>The text that a reader sees below a cell.</summary>
    public async Task<string> Output(int cell) => ((string)(await browser.Evaluate($"{Cells}[{cell}].element.find('.output_wrapper')[0].innerText"))!).Trim();

    /// <summary>A selector of a cell (its widgets stand beside its outputs), in notebooks of code cells alone.</summary>
    public static string Root(int cell) => $"#notebook-container > .cell:nth-child({cell + 1})";

    /// <summary>Types a line into the box with which a running cell asks.</summary>
    public async Task Answer(string line)
    {
        await browser.Page.ClickAsync("input.raw_input");
        await browser.Page.Keyboard.TypeAsync(line);
        await browser.Press("Enter");
    }

    /// <summary>Errors in the outputs of any cell.</summary>
    public Task<string[]> CellErrors() => browser.Texts($"{Cells}.flatMap((c, i) => c.output_area.outputs.filter(o => o.output_type === 'error').map(o => `code cell ${{i + 1}}: ${{o.ename}}: ${{o.evalue}}`))");

    /// <summary>Code cells without an execution number.</summary>
    public Task<string[]> Unrun() => browser.Texts($"{Cells}.map((c, i) => [c, i]).filter(([c]) => !(c.input_prompt_number > 0)).map(([c, i]) => `code cell ${{i + 1}}: ${{c.input_prompt_number}}`)");

    public Task Interrupt() => browser.Page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");

    /// <summary>The toolbar's restart button and its question; waits for the new kernel.</summary>
    public async Task Restart()
    {
        await browser.Evaluate("(window.restarted = false, Jupyter.notebook.events.one('kernel_ready.Kernel', () => window.restarted = true), 0)");
        await browser.Page.ClickAsync("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
        await browser.Page.ClickAsync(".modal.in .btn-danger");
        if (!await browser.Until("window.restarted", 30)) throw new InvalidOperationException("No kernel 30 s after the restart.");
    }

    /// <summary>Types at the end of a cell.</summary>
    async Task Edit(int cell, string text)
    {
        await browser.Evaluate($"(c => {{ Jupyter.notebook.select(Jupyter.notebook.find_cell_index(c)); Jupyter.notebook.edit_mode(); c.code_mirror.setCursor(c.code_mirror.lineCount(), 0); c.code_mirror.execCommand('goDocEnd'); return 0; }})({Cells}[{cell}])");
        await browser.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>What the completion popup offers after typing and Tab.</summary>
    public async Task<string[]> Complete(int cell, string text)
    {
        await Edit(cell, text);
        await browser.Press("Tab");
        await browser.Until("document.querySelector('.completions option')", 10);
        return await browser.Texts("[...document.querySelectorAll('.completions option')].map(o => o.textContent)");
    }

    /// <summary>The tooltip that Shift-Tab shows after typing.</summary>
    public async Task<string> Tooltip(int cell, string text)
    {
        await Edit(cell, text);
        await browser.Press("Shift+Tab");
        await browser.Until("document.querySelector('#tooltip')?.innerText.trim() && getComputedStyle(document.querySelector('#tooltip')).display !== 'none'", 10);
        return (string)(await browser.Evaluate("document.querySelector('#tooltip')?.innerText ?? ''"))!;
    }
}
