// Curves that grow with the epochs. Titles are data and are set as text only.

const players = new WeakMap()
const SVG = "http://www.w3.org/2000/svg"
const WHOLE_MS = 6500
const SHORTEST_MS = 2500
const MS_AN_EPOCH = 220
const ROOM = { left: 52, right: 14, top: 12, bottom: 28 }

export default function mountPlayback({ data, parentElement }) {
  const player = players.get(parentElement) ?? new Player(parentElement.querySelector(".playback"))
  players.set(parentElement, player)
  player.show(data)
  return () => {
    player.stop()
    player.observer.disconnect()
    players.delete(parentElement)
  }
}

function made(name, attributes, parent) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  parent.append(element)
  return element
}

// A round distance between lines, so that there are about four of them.
function roundStep(span) {
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * [1, 2, 2.5, 5, 10].find(factor => factor * power >= rough)
}

class Player {
  constructor(root) {
    for (const name of ["play", "at", "epoch", "measures", "legend", "stage", "unseen", "learned"]) {
      this[name] = root.querySelector(`.${name}`)
    }
    this.svg = root.querySelector("svg")
    this.play.onclick = () => (this.frame ? this.stop() : this.start())
    this.at.oninput = () => {
      this.position = Number(this.at.value)
      this.stop()
    }
    this.observer = new ResizeObserver(() => this.data && this.draw())
    this.observer.observe(this.stage)
  }

  show(data) {
    if (this.data?.drawn === data.drawn) return this.draw()
    this.data = data
    this.measure = data.measures[0]
    this.at.max = data.epochs
    this.svg.setAttribute("aria-label", data.words)
    this.at.setAttribute("aria-label", data.texts.at)
    this.measures.setAttribute("aria-label", data.texts.measures)
    this.unseen.textContent = data.texts.unseen
    this.learned.textContent = data.texts.learned
    this.showMeasures()
    this.showLegend()
    this.position = data.epochs
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    if (still || data.epochs < 3) this.draw()
    else this.start()
  }

  showMeasures() {
    this.measures.replaceChildren(...this.data.measures.map(measure => {
      const button = document.createElement("button")
      button.type = "button"
      button.textContent = measure.title
      button.setAttribute("aria-pressed", String(measure === this.measure))
      button.onclick = () => {
        this.measure = measure
        this.showMeasures()
        this.draw()
      }
      return button
    }))
  }

  showLegend() {
    this.values = this.data.runs.map(() => document.createElement("b"))
    this.legend.replaceChildren(...this.data.runs.map((run, place) => {
      const entry = document.createElement("div")
      const dot = document.createElement("i")
      dot.style.background = run.colour
      entry.append(dot, document.createTextNode(run.title), this.values[place])
      return entry
    }))
  }

  start() {
    const last = this.data.epochs
    const from = this.position >= last ? 0 : this.position
    const lasts = Math.max(SHORTEST_MS, Math.min(WHOLE_MS, last * MS_AN_EPOCH))
    let begun = null
    const step = now => {
      begun ??= now
      this.position = Math.min(last, from + ((now - begun) / lasts) * last)
      this.frame = this.position < last ? requestAnimationFrame(step) : null
      this.draw()
    }
    this.frame = requestAnimationFrame(step)
  }

  stop() {
    cancelAnimationFrame(this.frame)
    this.frame = null
    this.draw()
  }

  written(value) {
    if (value === null || value === undefined) return "–"
    return this.measure.form === "share" ? `${Math.round(100 * value)} %` : value.toFixed(2)
  }

  // Lowest and highest value; few wild ones must not press the others flat.
  range() {
    if (this.measure.form === "share") return [0, 1]
    const all = this.data.runs.flatMap(({ curves }) => [...curves[this.measure.name].train, ...curves[this.measure.name].val])
    const known = all.filter(value => value !== null).sort((one, other) => one - other)
    if (!known.length) return [0, 1]
    const most = Math.min(known.at(-1), 1.5 * known[Math.floor(0.95 * (known.length - 1))])
    return [0, most > 0 ? most : 1]
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.stage
    const { data } = this
    if (!width || !data) return
    const whole = Math.floor(this.position)
    this.at.value = whole
    this.play.textContent = this.frame ? data.texts.pause : data.texts.play
    const place = { epoch: Math.max(1, whole), epochs: data.epochs }
    this.epoch.textContent = data.texts.epoch.replace(/\{(\w+)\}/g, (_, name) => place[name])
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
    this.svg.replaceChildren()
    const [low, high] = this.range()
    const x = epoch => ROOM.left + ((epoch - 1) / Math.max(1, data.epochs - 1)) * (width - ROOM.left - ROOM.right)
    const y = value => height - ROOM.bottom - ((value - low) / (high - low)) * (height - ROOM.top - ROOM.bottom)
    this.drawGround({ low, high, x, y, width, height })
    const hidden = made("clipPath", { id: "clip" }, this.svg)
    made("rect", { x: 0, y: ROOM.top - 6, width, height: height - ROOM.bottom - ROOM.top + 12 }, hidden)
    const lines = made("g", { "clip-path": "url(#clip)" }, this.svg)
    for (const side of ["train", "val"]) {
      data.runs.forEach((run, place) => this.drawRun(lines, run, side, { x, y, place }))
    }
  }

  drawGround({ low, high, x, y, width, height }) {
    const step = this.measure.form === "share" ? 0.25 : roundStep(high - low)
    for (let value = low; value <= high + step / 100; value += step) {
      made("line", { class: "grid", x1: ROOM.left, x2: width - ROOM.right, y1: y(value), y2: y(value) }, this.svg)
      const text = made("text", { class: "axis", x: ROOM.left - 8, y: y(value), dy: ".35em", "text-anchor": "end" }, this.svg)
      text.textContent = this.measure.form === "share" ? `${Math.round(100 * value)} %` : Number(value.toFixed(3))
    }
    const { epochs } = this.data
    const apart = Math.max(1, Math.round(roundStep(epochs)))
    const ticks = new Set([1])
    for (let epoch = apart; epoch <= epochs; epoch += apart) ticks.add(epoch)
    for (const epoch of ticks) {
      const text = made("text", { class: "axis", x: x(epoch), y: height - 4, "text-anchor": "middle" }, this.svg)
      text.textContent = epoch
    }
  }

  // What is drawn goes exactly as far as the position, also between two epochs.
  drawRun(parent, run, side, { x, y, place }) {
    const values = run.curves[this.measure.name][side]
    const upTo = Math.max(1, Math.min(this.position, values.length))
    const points = []
    let latest = null
    values.forEach((value, index) => {
      if (value === null || index + 1 > upTo) return
      points.push([index + 1, value])
      latest = value
    })
    const next = values[Math.floor(upTo)]
    if (points.length && next !== null && next !== undefined && upTo % 1) {
      points.push([upTo, latest + (next - latest) * (upTo % 1)])
    }
    if (side === "val") this.values[place].textContent = this.written(latest)
    if (!points.length) return
    const path = points.map(([epoch, value], i) => `${i ? "L" : "M"}${x(epoch).toFixed(1)} ${y(value).toFixed(1)}`).join("")
    if (points.length > 1) made("path", { class: `line ${side}`, d: path, stroke: run.colour }, parent)
    const [epoch, value] = points.at(-1)
    if (side === "val") made("circle", { cx: x(epoch), cy: y(value), r: values.length === 1 ? 8 : 6, fill: run.colour }, parent)
    // A run of a single step, a probe, stays in sight as the level that the others are held against.
    if (side === "val" && values.length === 1 && this.data.epochs > 1) {
      const level = { x1: x(1), x2: x(this.data.epochs), y1: y(value), y2: y(value) }
      made("line", { ...level, stroke: run.colour, "stroke-width": 2, "stroke-dasharray": "3 6" }, parent)
    }
  }
}
