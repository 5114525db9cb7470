namespace Descent.Data;

/// <summary>Texts to learn a language from.</summary>
public static class Text
{
    /// <summary>Herman Melville, Moby-Dick (1851): 135 chapters, 1,190,317 characters.</summary>
    /// <exception cref="FileNotFoundException">The data folder has no moby-dick.txt.gz.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static string MobyDick() => DataFiles.ReadText(DataFiles.Find("moby-dick.txt.gz"));
}
