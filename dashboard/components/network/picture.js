// Saves the graph as it is seen, twice as large, on the wall's colour and with the legend below.

const ENLARGED = 2
const LEGEND_LINE = 48
const LEGEND_MARGIN = 40

function savePicture(graph) {
  const link = document.createElement("a")
  link.href = pictureOf(graph).toDataURL("image/png")
  link.download = graph.component.data.file_name
  link.click()
}

function pictureOf(graph) {
  const { network, stage } = graph
  const [width, height, scale] = [stage.clientWidth, stage.clientHeight, network.getScale()]
  const position = network.getViewPosition()
  const redrawn = (factor) => {
    graph.textSize = factor
    network.setSize(`${width * factor}px`, `${height * factor}px`)
    network.moveTo({ position, scale: scale * factor, animation: false })
    network.redraw()
  }
  graph.isSaving = true
  redrawn(ENLARGED)
  const picture = withLegend(graph, graph.drawing.querySelector("canvas"), width * ENLARGED, height * ENLARGED)
  redrawn(1)
  network.setSize("100%", "100%")
  graph.isSaving = false
  return picture
}

function withLegend({ theme, view }, source, width, height) {
  const picture = document.createElement("canvas")
  const context = picture.getContext("2d")
  const font = `26px ${theme.font}`
  context.font = font
  const { entries, rows } = legendInRows(view.legend, width, (label) => context.measureText(label).width + 80)
  Object.assign(picture, { width, height: height + (rows + 0.75) * LEGEND_LINE })
  context.fillStyle = theme.background
  context.fillRect(0, 0, picture.width, picture.height)
  context.drawImage(source, 0, 0, width, height)
  context.font = font
  context.textBaseline = "middle"
  for (const { label, colour, x, row } of entries) {
    const y = height + (row + 0.75) * LEGEND_LINE
    context.fillStyle = colour
    context.beginPath()
    context.arc(x + 11, y, 11, 0, 2 * Math.PI)
    context.fill()
    context.fillStyle = theme.text
    context.fillText(label, x + 34, y)
  }
  return picture
}

function legendInRows(legend, width, roomOf) {
  let [x, row] = [LEGEND_MARGIN, 0]
  const entries = legend.map(({ label, colour }) => {
    const room = roomOf(label)
    if (x + room > width && x > LEGEND_MARGIN) [x, row] = [LEGEND_MARGIN, row + 1]
    x += room
    return { label, colour, x: x - room, row }
  })
  return { entries, rows: row + 1 }
}
