// The chart is copied as the browser has drawn it, with its appearance and its size. A large one is painted on a canvas:
// that is a PNG already, and for an SVG the page is asked to draw it anew.

const PNG_SCALE = 2
const LOOK_AGAIN_MS = 100
const LOOKS = 200
const SVG = "http://www.w3.org/2000/svg"

function save(blob, fileName) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

function sizeOf(drawn) {
  const box = drawn.viewBox?.baseVal
  return box?.width ? [box.width, box.height] : [drawn.clientWidth, drawn.clientHeight]
}

// A copy that stands alone: its size, its colour behind it, and the words for those who cannot see it.
function asText(drawn, background) {
  const copy = drawn.cloneNode(true)
  const [width, height] = sizeOf(drawn)
  const wall = document.createElementNS(SVG, "rect")
  for (const [name, value] of Object.entries({ width, height, fill: background })) wall.setAttribute(name, value)
  copy.insertBefore(wall, copy.firstChild)
  copy.setAttribute("xmlns", SVG)
  copy.setAttribute("width", width)
  copy.setAttribute("height", height)
  copy.removeAttribute("style")
  return new XMLSerializer().serializeToString(copy)
}

function saveCanvas(painted, data) {
  const canvas = document.createElement("canvas")
  canvas.width = painted.width
  canvas.height = painted.height
  const context = canvas.getContext("2d")
  context.fillStyle = data.background
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(painted, 0, 0)
  canvas.toBlob(blob => save(blob, `${data.fileName}.png`), "image/png")
}

function savePng(drawn, data) {
  const image = new Image()
  image.onload = () => {
    const canvas = document.createElement("canvas")
    canvas.width = image.width * PNG_SCALE
    canvas.height = image.height * PNG_SCALE
    const context = canvas.getContext("2d")
    context.scale(PNG_SCALE, PNG_SCALE)
    context.drawImage(image, 0, 0)
    canvas.toBlob(blob => save(blob, `${data.fileName}.png`), "image/png")
  }
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asText(drawn, data.background))}`
}

function saveSvg(drawn, data) {
  save(new Blob([asText(drawn, data.background)], { type: "image/svg+xml" }), `${data.fileName}.svg`)
}

function drawnIn(data, kind) {
  return document.querySelector(data.chart)?.querySelector(`${kind}.marks`)
}

// Twice the same before it is used: what is being drawn still grows.
function whenDrawn(data, told, looks = LOOKS, before = 0) {
  const marks = drawnIn(data, "svg")?.querySelectorAll("path, text").length ?? 0
  if (marks && marks === before) {
    told.textContent = ""
    saveSvg(drawnIn(data, "svg"), data)
  } else if (looks) {
    setTimeout(() => whenDrawn(data, told, looks - 1, marks), LOOK_AGAIN_MS)
  } else {
    told.textContent = data.words.notDrawn
  }
}

export default function mountSaving({ data, parentElement, setTriggerValue }) {
  setWords(parentElement, data.words)
  const told = parentElement.querySelector(".told")
  const [svg, png] = ["svg", "png"].map(kind => parentElement.querySelector(`.${kind}`))
  svg.onclick = () => {
    const drawn = drawnIn(data, "svg")
    if (drawn) return saveSvg(drawn, data)
    told.textContent = data.words.redrawing
    setTriggerValue("redraw", true)
    whenDrawn(data, told)
  }
  png.onclick = () => {
    const [drawn, painted] = ["svg", "canvas"].map(kind => drawnIn(data, kind))
    if (drawn) savePng(drawn, data)
    else if (painted) saveCanvas(painted, data)
  }
}
