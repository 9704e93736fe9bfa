// The drawing comes whole from the server, names escaped; it is parsed as a picture, so nothing in it can run.

const PNG_SCALE = 2

function cellAt(svg, row, column) {
  return svg.querySelector(`.cell[data-row="${row}"][data-column="${column}"]`)
}

function save(blob, fileName) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

// What is saved is the whole drawing as it was sent: no mark of the pointer, nothing moved out of sight.
function saveSvg(data) {
  save(new Blob([data.svg], { type: "image/svg+xml" }), `${data.fileName}.svg`)
}

function savePng(data) {
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
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.svg)}`
}

// Names of the row and the column that are pointed at stay strong, the others step back.
function point(root, svg, cell) {
  const [row, column] = cell ? [cell.dataset.row, cell.dataset.column] : [null, null]
  for (const name of svg.querySelectorAll(".row")) name.classList.toggle("faint", cell && name.dataset.row !== row)
  for (const name of svg.querySelectorAll(".column"))
    name.classList.toggle("faint", cell && name.dataset.column !== column)
  root.querySelector(".told").textContent = cell ? cell.querySelector("title").textContent : ""
}

function moveByKeys(root, svg, event, pick) {
  const cells = [...svg.querySelectorAll(".cell")]
  const reached = svg.querySelector(".reached") ?? svg.querySelector(".picked") ?? cells[0]
  if (!reached) return
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault()
    return pick(reached)
  }
  const [row, column] = [Number(reached.dataset.row), Number(reached.dataset.column)]
  const ahead = {
    ArrowRight: cell => cell.row === row && cell.column > column,
    ArrowLeft: cell => cell.row === row && cell.column < column,
    ArrowDown: cell => cell.row > row,
    ArrowUp: cell => cell.row < row,
  }[event.key]
  if (!ahead) return
  event.preventDefault()
  const away = cell => Math.abs(cell.row - row) * 1000 + Math.abs(cell.column - column)
  const next = cells
    .map(element => ({ element, row: Number(element.dataset.row), column: Number(element.dataset.column) }))
    .filter(ahead)
    .sort((one, other) => away(one) - away(other))[0]
  if (!next) return
  reached.classList.remove("reached")
  next.element.classList.add("reached")
  next.element.scrollIntoView({ block: "nearest", inline: "nearest" })
  point(root, svg, next.element)
}

export default function drawMatrix({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".matrix")
  const frame = root.querySelector(".frame")
  setWords(root, data.words)
  if (root.drawn !== data.svg) {
    root.drawn = data.svg
    const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement
    frame.replaceChildren(document.importNode(parsed, true))
  }
  const svg = frame.querySelector("svg")
  svg.style.setProperty("--drawn", `${data.width}px`)
  for (const cell of svg.querySelectorAll(".picked")) cell.classList.remove("picked")
  const picked = data.picked && cellAt(svg, ...data.picked)
  if (picked) picked.classList.add("picked")

  const pick = cell => {
    const place = [Number(cell.dataset.row), Number(cell.dataset.column)]
    setTriggerValue("picked", { cell: cell.classList.contains("picked") ? null : place })
  }
  svg.onclick = event => {
    const cell = event.target.closest(".cell")
    if (cell) pick(cell)
  }
  svg.onpointermove = event => point(root, svg, event.target.closest(".cell"))
  svg.onpointerleave = () => point(root, svg, null)
  frame.onkeydown = event => moveByKeys(root, svg, event, pick)
  frame.onscroll = () => svg.querySelector(".rows").setAttribute("transform", `translate(${(frame.scrollLeft * data.width) / svg.clientWidth} 0)`)
  root.querySelector(".svg").onclick = () => saveSvg(data)
  root.querySelector(".png").onclick = () => savePng(data)
}
