// The chart is copied as the browser has drawn it, with its appearance and its size; nothing is drawn anew.

const PNG_SCALE = 2
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

export default function mountSaving({ data, parentElement }) {
  setWords(parentElement, data.words)
  const told = parentElement.querySelector(".told")
  const withChart = use => () => {
    const chart = document.querySelector(data.chart)
    const drawn = chart?.querySelector("svg.marks")
    told.textContent = drawn ? "" : data.words.tooLarge
    if (drawn) use(drawn)
  }
  const [svg, png] = ["svg", "png"].map(kind => parentElement.querySelector(`.${kind}`))
  svg.onclick = withChart(drawn =>
    save(new Blob([asText(drawn, data.background)], { type: "image/svg+xml" }), `${data.fileName}.svg`)
  )
  png.onclick = withChart(drawn => savePng(drawn, data))
}
