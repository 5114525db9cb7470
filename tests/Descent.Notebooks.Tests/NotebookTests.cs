namespace Descent.Notebooks.Tests;

public class NotebookTests
{
    const string File = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {
            "tags": [
             "x"
            ]
           },
           "source": [
            "# Title θ ½ 𝄞 <b>\n",
            "text"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "b2",
           "metadata": {
            "polyglot_notebook": {
             "kernelName": "csharp"
            }
           },
           "outputs": [],
           "source": [
            "var x = 1.50;\n",
            "x"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "somebody_elses": {
           "number": 1.50
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void Reading_and_writing_gives_the_same_bytes()
    {
        using var scratch = new Scratch();
        var text = File.ReplaceLineEndings("\n");
        var path = scratch.File("n.ipynb", text);
        var copy = Path.Combine(scratch.Path, "sub", "copy.ipynb");
        Notebook.Read(path).Write(copy);
        Assert.Equal(text.Replace("𝄞", "\\uD834\\uDD1E"), System.IO.File.ReadAllText(copy));
    }

    [Fact]
    public void Code_cells_are_counted_from_one_and_the_title_is_the_first_heading()
    {
        var notebook = Sample.Of("# Surfaces", "1", "md:text", "2");
        Assert.Equal([1, 2], notebook.Code.Select(c => c.Number));
        Assert.Equal("Surfaces", notebook.Title);
        Assert.Equal("01-sample", notebook.Name);
    }

    [Fact]
    public void Source_stored_as_one_string_is_read_too() =>
        Assert.Equal("a\nb", Notebook.Parse("""{"nbformat":4,"cells":[{"cell_type":"code","source":"a\nb"}]}""", "n.ipynb").Cells[0].Source);

    [Theory]
    [InlineData("{\n \"cells\": [\n", "n.ipynb is not a notebook: expected JSON, line 3 is not.")]
    [InlineData("[]", "n.ipynb is not a notebook: expected a JSON object.")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "n.ipynb has nbformat 3; expected 4.")]
    [InlineData("""{"cells":[]}""", "n.ipynb has nbformat (missing); expected 4.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code"}]}""", "n.ipynb has no list of cells, or a cell without cell_type and source.")]
    public void What_is_not_a_notebook_is_refused_by_name(string text, string message) =>
        Assert.Equal(message, Assert.Throws<NotebookException>(() => Notebook.Parse(text, "n.ipynb")).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("There is no notebook nowhere.ipynb.", Assert.Throws<NotebookException>(() => Notebook.Read("nowhere.ipynb")).Message);

    [Fact]
    public void Outputs_are_stored_as_nbformat_asks()
    {
        var notebook = Sample.Of("x");
        notebook.Cells[0].Store(3, [new StreamText("stdout", "a\nb\n"), new Failure("E", "m", 1, ["E: m"])]);
        var read = Notebook.Parse(notebook.ToString(), notebook.Path).Cells[0];
        Assert.Equal(3, read.ExecutionCount);
        Assert.Equal("""[{"name":"stdout","output_type":"stream","text":["a\n","b\n"]},{"ename":"E","evalue":"m","output_type":"error","traceback":["E: m"]}]""",
            $"[{string.Join(',', read.Outputs.Select(o => o.ToJsonString()))}]");
    }
}
