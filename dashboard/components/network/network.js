// Draws a graph with vis-network and tells which node a person picks. Names are set as text, never as markup.

const networks = new WeakMap()
const NEAR_ENOUGH_PX = 18
const RESTING_EDGE = 0.55
// Narrower than this, width over height, is a phone; a panel that opens beside the graph must not rearrange it.
const UPRIGHT = 0.75

// A colour with some of another in it: lines of a pale hue stay visible on a light wall.
function mixed(colour, other, share) {
  const channels = [1, 3, 5].map((at) => {
    const [own, added] = [colour, other].map((text) => Number.parseInt(text.slice(at, at + 2), 16))
    return Math.round(own + (added - own) * share).toString(16).padStart(2, "0")
  })
  return `#${channels.join("")}`
}

function mountNetwork(component) {
  const { parentElement } = component
  const network = networks.get(parentElement) ?? new ArtistNetwork(parentElement.querySelector(".network"))
  networks.set(parentElement, network)
  network.component = component
  whenVisIsThere().then(() => network.show())
  return () => {
    network.destroy()
    networks.delete(parentElement)
  }
}

function whenVisIsThere() {
  if (globalThis.vis?.Network) return Promise.resolve()
  return new Promise((resolve) => globalThis.addEventListener("vis-network", resolve, { once: true }))
}

class ArtistNetwork {
  constructor(root) {
    this.root = root
    root.placeOf = (id) => this.placeOf(id)
    for (const name of ["stage", "drawing", "card", "tools", "legend", "spoken"]) {
      this[name] = root.querySelector(`.${name}`)
    }
    this.moved = new Map()
    this.textSize = 1
    this.hovered = this.cursor = this.family = null
    this.selected = undefined
    this.listen()
  }

  show() {
    if (this.gone) return
    const { view, selected, height_px: height, thumbnails, words } = this.component.data
    setWords(this.root, words)
    this.stage.setAttribute("aria-label", `${view.summary} ${words.keys}`)
    this.thumbnails = thumbnails
    if (height) this.root.style.setProperty("--network-height", `${height}px`)
    this.readTheme()
    if (this.signature !== view.signature) this.draw(view)
    else this.paint()
    const asked = selected ?? null
    if (asked === this.selected) return
    const fromOutside = asked !== this.reported
    this.selected = this.reported = asked
    if (fromOutside) this.hover(null)
    else this.paint()
    if (fromOutside && this.byId.has(asked)) this.centre(asked)
  }

  readTheme() {
    const style = getComputedStyle(this.root)
    const value = (name) => style.getPropertyValue(`--st-${name}`).trim()
    this.theme = {
      background: value("background-color"),
      text: value("text-color"),
      border: value("border-color"),
      accent: value("primary-color"),
      font: value("font") || "sans-serif",
      headingFont: value("heading-font") || "serif",
    }
    this.letters = Number(style.getPropertyValue("--network-letters")) || 1
    this.theme.strength = Number.parseInt(this.theme.background.slice(1, 3), 16) > 127 ? 0.2 : 0
  }

  draw(view) {
    this.view = view
    this.signature = view.signature
    this.hovered = this.cursor = this.family = null
    this.byId = new Map(view.nodes.map((node) => [node.id, node]))
    this.tall = this.stage.clientWidth < UPRIGHT * this.stage.clientHeight
    this.nodes = new vis.DataSet(view.nodes.map((node) => this.placed(node)))
    this.edges = new vis.DataSet(view.edges.map((edge, id) => ({ id, from: edge.from, to: edge.to, width: edge.width })))
    this.network?.destroy()
    this.network = new vis.Network(this.drawing, { nodes: this.nodes, edges: this.edges }, view.options)
    this.neighbours = new Map(view.nodes.map(({ id }) => [id, new Set(this.network.getConnectedNodes(id))]))
    this.network.on("hoverNode", ({ node }) => this.hover(node))
    this.network.on("blurNode", () => this.hover(null))
    this.network.on("click", ({ nodes, pointer }) => this.pick(nodes[0] ?? this.nearest(pointer.DOM)))
    this.network.on("dragStart", () => this.hideCard())
    this.network.on("dragEnd", ({ nodes }) => this.keepPlaces(nodes))
    this.network.on("zoom", () => this.hideCard())
    this.network.on("afterDrawing", (context) => this.drawOver(context))
    this.drawLegend()
    this.hideCard()
    this.paint()
    this.showAll()
    document.fonts.ready.then(() => this.network.redraw())
  }

  // A node where the layout puts it, or where a person has dragged it since.
  placed(node) {
    const [x, y] = this.tall ? node.tall : node.wide
    const moved = this.moved.get(node.id)
    const kept = moved && moved.from[0] === x && moved.from[1] === y ? moved.to : [x, y]
    return { id: node.id, shape: node.shape, size: node.size, x: kept[0], y: kept[1] }
  }

  keepPlaces(ids) {
    const places = this.network.getPositions(ids)
    for (const id of ids) {
      const node = this.byId.get(id)
      this.moved.set(id, { from: this.tall ? node.tall : node.wide, to: [places[id].x, places[id].y] })
    }
  }

  // The nodes that stand out now; null when all do.
  lit() {
    const focus = this.hovered ?? this.cursor ?? (this.byId.has(this.selected) ? this.selected : null)
    if (focus !== null) return new Set([focus, ...this.neighbours.get(focus)])
    return this.family === null ? null : new Set(this.view.legend[this.family].nodes)
  }

  paint() {
    const { background, text, accent } = this.theme
    const lit = this.lit()
    const isLit = (id) => lit === null || lit.has(id)
    this.nodes.update(this.view.nodes.map((node) => {
      const isArtist = node.kind === "artist"
      const hue = mixed(node.color, text, this.theme.strength)
      const isChosen = node.id === this.selected
      const colour = { background: isArtist ? node.color : background, border: isChosen ? accent : isArtist ? background : hue }
      return {
        id: node.id,
        opacity: isLit(node.id) ? 1 : 0.18,
        borderWidth: isChosen ? 4 : isArtist ? 1 : 3,
        borderWidthSelected: isChosen ? 4 : isArtist ? 1 : 3,
        color: { ...colour, highlight: colour, hover: colour },
      }
    }))
    this.edges.update(this.view.edges.map((edge, id) => {
      const stands = lit === null || (isLit(edge.from) && isLit(edge.to))
      const hue = mixed(edge.color, text, this.theme.strength)
      return { id, color: { color: hue, highlight: hue, hover: hue, opacity: stands ? (lit ? 0.9 : RESTING_EDGE) : 0.1 } }
    }))
    this.network.redraw()
  }

  drawOver(context) {
    const canvas = context.canvas
    const ratio = canvas.width / canvas.clientWidth
    const scale = this.network.getScale()
    const places = this.network.getPositions()
    const lit = this.lit()
    const focus = this.hovered ?? this.cursor ?? this.selected
    const labelled = this.view.nodes.map((node) => {
      const { x, y } = this.network.canvasToDOM(places[node.id])
      const must = node.id === focus || (lit !== null && lit.size <= 16 && lit.has(node.id))
      const faded = lit !== null && !lit.has(node.id)
      return { id: node.id, name: node.label, x, y, radius: node.size * scale, serif: node.kind !== "artist", must, faded }
    })
    const frame = { width: canvas.clientWidth, height: canvas.clientHeight }
    const seen = labelled.filter(({ x, y }) => x > 0 && y > 0 && x < frame.width && y < frame.height)
    context.save()
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.root.dataset.labels = writeLabels(context, seen.filter((node) => lit === null || lit.has(node.id)), this.theme, this.textSize * this.letters, frame)
    const at = labelled.find(({ id }) => id === this.cursor)
    if (at) {
      context.beginPath()
      context.arc(at.x, at.y, at.radius + 5, 0, 2 * Math.PI)
      context.lineWidth = 2
      context.strokeStyle = this.theme.accent
      context.stroke()
    }
    context.restore()
  }

  drawLegend() {
    this.legend.replaceChildren(...this.view.legend.map((entry, number) => {
      const button = document.createElement("button")
      const dot = document.createElement("i")
      dot.style.background = entry.colour
      button.type = "button"
      button.setAttribute("aria-pressed", "false")
      button.append(dot, document.createTextNode(entry.label))
      button.onclick = () => {
        this.family = this.family === number ? null : number
        for (const [n, other] of [...this.legend.children].entries()) {
          other.setAttribute("aria-pressed", String(n === this.family))
        }
        this.paint()
      }
      return button
    }))
  }

  listen() {
    const on = (name, act) => { this.tools.querySelector(`.${name}`).onclick = act }
    on("zoom-in", () => this.zoom(1.3))
    on("zoom-out", () => this.zoom(1 / 1.3))
    on("show-all", () => this.showAll(true))
    on("save", () => savePicture(this))
    this.stage.onkeydown = (event) => this.press(event)
    this.stage.onblur = () => this.moveCursor(null)
    this.stage.onpointerleave = () => this.hovered !== null && this.hover(null)
    // The wheel scrolls the page, as everywhere; with Ctrl it zooms.
    const leaveToPage = (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation() }
    this.stage.addEventListener("wheel", leaveToPage, { capture: true, passive: true })
    this.observer = new ResizeObserver(() => this.resize())
    this.observer.observe(this.stage)
  }

  resize() {
    if (!this.network || this.isSaving || !this.stage.clientWidth) return
    const tall = this.stage.clientWidth < UPRIGHT * this.stage.clientHeight
    if (tall !== this.tall) {
      this.tall = tall
      this.nodes.update(this.view.nodes.map((node) => this.placed(node)))
    }
    if (this.width !== this.stage.clientWidth) requestAnimationFrame(() => this.gone || this.showAll())
  }

  showAll(glide = false) {
    this.width = this.stage.clientWidth
    const points = Object.values(this.network.getPositions())
    if (!points.length || !this.width) return
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))]
    const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))]
    const margin = this.width < 600 ? 44 : 100
    const scale = Math.min((this.width - margin) / (right - left + 1), (this.stage.clientHeight - 76) / (bottom - top + 1), 1.5)
    this.look({ x: (left + right) / 2, y: (top + bottom) / 2 }, Math.max(scale, 0.05), glide)
    this.hideCard()
  }

  centre(id) {
    this.look(this.network.getPositions([id])[id], Math.max(this.network.getScale(), 1), true)
  }

  zoom(by) {
    this.look(this.network.getViewPosition(), Math.min(Math.max(this.network.getScale() * by, 0.05), 5), true)
    this.hideCard()
  }

  look(position, scale, glide) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    const animation = glide && !still ? { duration: 300, easingFunction: "easeInOutQuad" } : false
    this.network.moveTo({ position, scale, animation })
  }

  hover(id) {
    this.hovered = id
    this.drawing.classList.toggle("over-node", id !== null)
    this.paint()
    if (id === null) this.hideCard()
    else this.showCard(id)
  }

  nearest({ x, y }) {
    const places = this.network.getPositions()
    const away = this.view.nodes.map(({ id, size }) => {
      const at = this.network.canvasToDOM(places[id])
      return [Math.hypot(at.x - x, at.y - y) - size * this.network.getScale(), id]
    })
    const [distance, id] = away.sort(([one], [other]) => one - other)[0] ?? [Infinity, null]
    return distance < NEAR_ENOUGH_PX ? id : null
  }

  pick(id) {
    this.network.unselectAll()
    this.selected = this.reported = id
    this.family = null
    this.paint()
    this.spoken.textContent = id === null ? "" : this.inWords(id)
    // The time makes each press a new value: the same node can be picked again after another came from outside.
    this.component.setStateValue("picked", { node: id, pressed: Date.now() })
  }

  inWords(id) {
    const node = this.byId.get(id)
    return [node.label, ...node.facts].join(", ")
  }

  showCard(id) {
    const node = this.byId.get(id)
    const [words, image] = [this.card.querySelector(".words"), this.card.querySelector("img")]
    words.replaceChildren(...[node.label, ...node.facts].map((text, n) => {
      const line = document.createElement("p")
      line.className = n === 0 ? "name" : ""
      line.textContent = text
      return line
    }))
    const picture = this.thumbnails?.[id] ?? globalThis.networkThumbnails?.get(this.component.data.thumbnails_from)?.[id]
    image.hidden = !picture
    if (picture) image.src = `data:image/webp;base64,${picture}`
    else image.removeAttribute("src")
    this.card.hidden = false
    this.placeCard(id)
    image.onload = () => this.card.hidden || this.placeCard(id)
  }

  // Beside the node, on the side where it hides the fewest neighbours.
  placeCard(id) {
    const places = this.network.getPositions([id, ...this.neighbours.get(id)])
    const points = Object.values(places).map((place) => this.network.canvasToDOM(place))
    const { x, y } = this.network.canvasToDOM(places[id])
    const away = this.byId.get(id).size * this.network.getScale() + 14
    const [width, height] = [this.card.offsetWidth, this.card.offsetHeight]
    const [mostLeft, mostTop] = [this.stage.clientWidth - width - 4, this.stage.clientHeight - height - 4]
    const sides = [
      [x + away, y - height / 2], [x - away - width, y - height / 2],
      [x - width / 2, y + away + 16], [x - width / 2, y - away - height],
    ].map(([left, top]) => [Math.max(4, Math.min(left, mostLeft)), Math.max(4, Math.min(top, mostTop))])
    const hides = ([left, top]) =>
      points.filter((at) => at.x > left - 40 && at.x < left + width + 40 && at.y > top - 24 && at.y < top + height + 8).length
    const [left, top] = sides.reduce((best, side) => (hides(side) < hides(best) ? side : best))
    this.card.style.left = `${left}px`
    this.card.style.top = `${top}px`
  }

  // The middle of a node in pixels of the window: for tests that click on it.
  placeOf(id) {
    const { left, top } = this.stage.getBoundingClientRect()
    const { x, y } = this.network.canvasToDOM(this.network.getPositions([id])[id])
    return [left + x, top + y]
  }

  hideCard() {
    this.card.hidden = true
  }

  press(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const act = {
      Enter: () => this.cursor !== null && this.pick(this.cursor),
      " ": () => this.cursor !== null && this.pick(this.cursor),
      Escape: () => { this.moveCursor(null); this.pick(null) },
      "+": () => this.zoom(1.3),
      "-": () => this.zoom(1 / 1.3),
      0: () => this.showAll(true),
    }[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || !(way || act)) return
    event.preventDefault()
    if (way) this.moveCursor(this.next(way))
    else act()
  }

  // The nearest node in a direction; from none, the selected or else the most important one.
  next([dx, dy]) {
    const from = this.cursor
    if (from === null) return this.byId.has(this.selected) ? this.selected : this.view.nodes[0]?.id ?? null
    const places = this.network.getPositions()
    let [best, least] = [from, Infinity]
    for (const { id } of this.view.nodes) {
      const [x, y] = [places[id].x - places[from].x, places[id].y - places[from].y]
      const [along, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)]
      if (id !== from && along > 0 && along + 2 * aside < least) [best, least] = [id, along + 2 * aside]
    }
    return best
  }

  moveCursor(id) {
    if (!this.network || id === this.cursor) return
    this.cursor = id
    this.spoken.textContent = id === null ? "" : this.inWords(id)
    this.paint()
    if (id === null) return this.hideCard()
    const at = this.network.canvasToDOM(this.network.getPositions([id])[id])
    const isSeen = at.x > 30 && at.y > 30 && at.x < this.stage.clientWidth - 30 && at.y < this.stage.clientHeight - 30
    if (!isSeen) this.look(this.network.getPositions([id])[id], this.network.getScale(), false)
    return this.showCard(id)
  }

  destroy() {
    this.gone = true
    this.observer.disconnect()
    this.network?.destroy()
  }
}
