// Does what plotly's own renderer is known for, for computers without npm: rank 0, so that Jupyter
// prefers it to HTML; a picture that is there is never replaced; a height of 360 where none is given;
// and a photograph of the drawing is put beside the figure, which Jupyter stores with the notebook.
const { Widget, loadPlotly } = globalThis.plotlyExtension;
const MIME_TYPE = "application/vnd.plotly.v1+json";
let library;

class RenderedPlotly extends Widget {
  constructor() {
    super();
    this.addClass("jp-RenderedPlotly");
  }

  async renderModel(model) {
    if (this.node.querySelector(".plot-container")) {
      return;
    }
    const { data, layout, config } = model.data[MIME_TYPE];
    layout.height = layout.height || 360;
    library = library || loadPlotly();
    const Plotly = await library;
    const plot = await Plotly.react(this.node, data, layout, config);
    if (this.node.offsetWidth > 0 && this.node.offsetHeight > 0) {
      const size = { width: this.node.offsetWidth, height: this.node.offsetHeight };
      const address = await Plotly.toImage(plot, { format: "png", ...size });
      model.setData({ data: { ...model.data, "image/png": address.split(",")[1] } });
    }
  }
}

export default [
  {
    id: "@jupyterlab/plotly-extension:factory",
    rendererFactory: {
      safe: true,
      mimeTypes: [MIME_TYPE],
      createRenderer: () => new RenderedPlotly()
    },
    rank: 0,
    dataType: "json"
  }
];
