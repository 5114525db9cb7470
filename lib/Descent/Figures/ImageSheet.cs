using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>Many small images as one heat map with gaps, and their labels as one text trace.</summary>
sealed class ImageSheet
{
    readonly (string Label, double[] Pixels)[] images;
    readonly int columns, width, height, pitchX, pitchY;

    public ImageSheet((string Label, double[] Pixels)[] images, int columns, int width)
    {
        if (images.Length == 0 || columns < 1)
            throw new ArgumentException($"Images: {images.Length} images in {columns} columns; at least one of each is needed.");
        var size = images[0].Pixels.Length;
        this.width = width > 0 ? width : (int)Math.Round(Math.Sqrt(size));
        if (images.FirstOrDefault(i => i.Pixels.Length != size) is { Pixels: not null } odd)
            throw new ArgumentException($"Images: “{images[0].Label}” has {size} pixels, “{odd.Label}” {odd.Pixels.Length}; all must be of one size.");
        if (size == 0 || size % this.width != 0)
            throw new ArgumentException($"Images: {size} pixels do not fill rows of {this.width}.");
        (this.images, this.columns, height) = (images, Math.Min(columns, images.Length), size / this.width);
        pitchX = this.width + Math.Max(1, this.width / 8);
        pitchY = height + Math.Max(2, (int)Math.Ceiling(this.width * LabelPixels / TilePixels));
    }

    const double LabelPixels = 24;

    double TilePixels => Math.Min(96, 640.0 / columns);

    int Rows => (images.Length + columns - 1) / columns;

    public int Height => 24 + (int)(Rows * TilePixels * pitchY / pitchX);

    public Extent X => new(0, columns * pitchX);

    public Extent Y => new(-Rows * pitchY, 0);

    public string Summary => $"{images.Length} images of {width} × {height} pixels: {string.Join(", ", images.Take(40).Select(i => i.Label))}{(images.Length > 40 ? ", …" : "")}";

    public DataTable Table => new(["image", "lowest", "mean", "highest"],
        [.. images.Select(i => (string[])[i.Label, Numbers.Text(i.Pixels.Min()), Numbers.Text(i.Pixels.Average()), Numbers.Text(i.Pixels.Max())])]);

    public JsonObject[] Traces
    {
        get
        {
            var z = new double[Rows * pitchY, columns * pitchX];
            for (var r = 0; r < z.GetLength(0); r++)
                for (var c = 0; c < z.GetLength(1); c++)
                {
                    var (image, row, column) = (r / pitchY * columns + c / pitchX, r % pitchY, c % pitchX);
                    z[r, c] = image < images.Length && row < height && column < width ? images[image].Pixels[row * width + column] : double.NaN;
                }
            var labels = images.Select((image, i) => (image.Label, X: i % columns * pitchX + (width - 1) / 2.0, Y: -(i / columns * pitchY + height - 0.3))).ToArray();
            return
            [
                Js.Of(
                    ("type", "heatmap"), ("z", Numbers.Json(z)), ("x0", 0), ("dx", 1), ("y0", 0), ("dy", -1),
                    ("hoverongaps", false), ("hovertemplate", "%{z}<extra></extra>")),
                Js.Of(
                    ("type", "scatter"), ("mode", "text"), ("x", Numbers.Json([.. labels.Select(l => l.X)])), ("y", Numbers.Json([.. labels.Select(l => l.Y)])),
                    ("text", Numbers.Json(labels.Select(l => Plotly.Label(l.Label)))), ("textposition", "bottom center"), ("textfont", Js.Of(("size", 12))),
                    ("hoverinfo", "skip"), ("showlegend", false), ("cliponaxis", false)),
            ];
        }
    }
}
