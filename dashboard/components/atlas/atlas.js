// The map of the collection: what a person does on it, and what they choose. Names are set as text, never as markup.

const maps = new WeakMap()
const REACH_MOUSE = 14
const REACH_FINGER = 24
const CLICK_MOVES = 5
const MOST_CORNERS = 40

export default function mountAtlas(component) {
  const { parentElement } = component
  const map = maps.get(parentElement) ?? new Atlas(parentElement.querySelector(".atlas"))
  maps.set(parentElement, map)
  map.component = component
  map.show()
  return () => {
    map.destroy()
    maps.delete(parentElement)
  }
}

class Atlas {
  constructor(root) {
    this.root = root
    root.atlas = this
    for (const name of ["stage", "card", "hint", "tools", "legend", "spoken"]) this[name] = root.querySelector(`.${name}`)
    this.view = new View(() => this.redraw())
    this.painter = new Painter(root.querySelector("canvas"), () => this.redraw())
    this.pointers = new Map()
    this.hovered = this.cursor = -1
    this.only = new Set()
    this.line = null
    this.hasPictures = true
    this.listen()
  }

  show() {
    const { data } = this.component
    setWords(this.root, data.words)
    const sent = globalThis.atlasPoints?.get(data.pointsFrom)
    if (!sent || sent.signature !== data.signature) return
    this.stage.style.setProperty("--atlas-height", `${data.height}px`)
    this.readTheme()
    if (this.points?.signature !== sent.signature) this.takePoints(new Points(sent))
    this.groups = data.groups
    this.groupOf = numbersFrom(data.groupOf, Uint16Array)
    this.focus = data.focus
    this.lasso = data.lasso
    const known = new Set(this.groups.map(({ label }) => label))
    this.only = new Set(data.only.filter(label => known.has(label)))
    this.stage.setAttribute("aria-label", `${data.summary} ${data.words.keys}`)
    this.drawLegend()
    this.filter()
    this.measure()
  }

  readTheme() {
    const style = getComputedStyle(this.root)
    const value = name => style.getPropertyValue(`--st-${name}`).trim()
    const theme = { background: value("background-color"), text: value("text-color"), accent: value("primary-color") }
    this.painter.dress(theme, getComputedStyle(this.stage).backgroundColor)
  }

  takePoints(points) {
    this.points = points
    this.painter.thumbnails.forget()
    this.view.home()
    this.view.bound(points)
    this.width = null
    this.hovered = this.cursor = -1
    this.showCard(-1)
  }

  // Whether each point stands out: it passes the legend's filter and is by the artist who is looked for.
  filter() {
    const { points, groups, groupOf, only, focus } = this
    const passes = groups.map(({ label, isRest }) => (only.size ? only.has(label) : !isRest))
    this.lit = new Uint8Array(points.count)
    const [faint, strong] = [[], []]
    for (const i of points.turn) {
      this.lit[i] = passes[groupOf[i]] && (focus < 0 || points.artistOf[i] === focus) ? 1 : 0
      if (this.lit[i]) strong.push(i)
      else faint.push(i)
    }
    this.order = Uint32Array.from([...faint, ...strong])
    this.litCount = strong.length
    this.painter.thumbnails.forgetRooms()
    this.redraw()
  }

  measure() {
    const [width, height] = [this.stage.clientWidth, this.stage.clientHeight]
    if (!width || !this.points) return
    if (width !== this.width || height !== this.height) {
      Object.assign(this, { width, height })
      this.painter.resize(width, height)
      this.view.fit(width, height)
    }
    this.redraw()
  }

  redraw() {
    if (this.frame || this.gone) return
    this.frame = requestAnimationFrame(() => {
      this.frame = null
      if (this.points && this.width) this.paint()
    })
  }

  paint() {
    const { points, groups, groupOf, lit, order, litCount, hasPictures } = this
    const marked = this.cursor >= 0 ? this.cursor : this.hovered
    const area = this.line ?? this.lasso
    const seen = { points, groups, groupOf, lit, order, litCount, hasPictures, addressOf: i => this.addressOf(i) }
    this.painter.paint({ ...seen, marked, area, isDrawn: Boolean(this.line) }, this.view)
    this.stage.classList.toggle("near", this.view.k > 1.02)
  }

  drawLegend() {
    const { groups, only } = this
    this.legend.classList.toggle("filters", only.size > 0)
    const signature = JSON.stringify(groups)
    if (this.legend.dataset.drawn !== signature) {
      this.legend.dataset.drawn = signature
      this.legend.replaceChildren(...groups.map(group => this.legendButton(group)))
    }
    for (const [place, button] of [...this.legend.children].entries()) {
      button.setAttribute("aria-pressed", String(only.has(groups[place].label)))
    }
  }

  legendButton({ label, title, colour, pictures }) {
    const [button, dot, number] = ["button", "i", "small"].map(name => document.createElement(name))
    dot.style.background = colour
    number.textContent = pictures
    button.type = "button"
    button.append(dot, document.createTextNode(title), number)
    button.onclick = () => this.toggle(label)
    return button
  }

  // The first press shows a group alone, further ones add and take away, and with none left all are shown.
  toggle(label) {
    if (!this.only.delete(label)) this.only.add(label)
    if (this.groups.every(({ label: other, isRest }) => isRest || this.only.has(other))) this.only.clear()
    this.drawLegend()
    this.filter()
    this.component.setTriggerValue("only", { labels: [...this.only] })
  }

  listen() {
    const press = (name, act) => { this.tools.querySelector(`.${name}`).onclick = () => this.points && act() }
    press("zoom-in", () => this.zoom(1.6))
    press("zoom-out", () => this.zoom(1 / 1.6))
    press("show-all", () => this.view.showAll())
    press("pictures", () => this.togglePictures())
    press("lasso", () => this.setDrawing(!this.isDrawing))
    press("in-view", () => this.chooseInView())
    press("save", () => this.save())
    this.stage.onpointerdown = event => this.down(event)
    this.stage.onpointermove = event => this.move(event)
    this.stage.onpointerup = event => this.up(event)
    this.stage.onpointercancel = event => this.up(event, true)
    this.stage.onpointerleave = event => event.pointerType === "mouse" && this.hover(-1)
    this.stage.onkeydown = event => this.press(event)
    this.stage.onblur = () => this.moveCursor(-1)
    this.stage.addEventListener("wheel", event => this.wheel(event), { passive: false })
    this.onPoints = () => this.component && this.show()
    globalThis.addEventListener("atlas-points", this.onPoints)
    this.observer = new ResizeObserver(() => this.measure())
    this.observer.observe(this.stage)
  }

  placeIn(event) {
    const { left, top } = this.stage.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  down(event) {
    if (event.button || !this.points) return
    this.stage.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, this.placeIn(event))
    this.moved = this.pointers.size > 1
    this.view.stop()
    const draws = (this.isDrawing || event.shiftKey) && this.pointers.size === 1
    this.line = draws ? [this.view.toMap(...this.placeIn(event))] : null
  }

  move(event) {
    const at = this.placeIn(event)
    const before = this.pointers.get(event.pointerId)
    if (!before) {
      if (event.pointerType === "mouse" && this.points) this.hover(this.pointAt(at, REACH_MOUSE))
    } else if (this.line) {
      this.line.push(this.view.toMap(...at))
      this.redraw()
    } else if (this.moved || Math.hypot(at[0] - before[0], at[1] - before[1]) >= CLICK_MOVES) {
      this.drag(event.pointerId, before, at)
    }
  }

  drag(pointer, before, at) {
    this.moved = true
    this.stage.classList.add("moving")
    this.hover(-1)
    const other = [...this.pointers].find(([id]) => id !== pointer)?.[1]
    if (other) this.pinch(before, at, other)
    else this.view.pan(before[0] - at[0], before[1] - at[1])
    this.pointers.set(pointer, at)
  }

  pinch(before, at, other) {
    const spread = from => Math.max(10, Math.hypot(from[0] - other[0], from[1] - other[1]))
    const middle = from => [(from[0] + other[0]) / 2, (from[1] + other[1]) / 2]
    this.view.zoomAbout(middle(at), spread(at) / spread(before))
    this.view.pan(middle(before)[0] - middle(at)[0], middle(before)[1] - middle(at)[1])
  }

  up(event, isCancelled = false) {
    if (!this.pointers.delete(event.pointerId)) return
    this.stage.classList.remove("moving")
    if (this.line) this.closeLine(isCancelled)
    else if (!this.moved && !isCancelled && !this.pointers.size) this.click(event)
  }

  closeLine(isCancelled) {
    const corners = simplified(this.line, MOST_CORNERS)
    this.line = null
    this.setDrawing(false)
    if (!isCancelled && corners.length > 2) this.choose(corners)
  }

  // A finger cannot point without pressing: its first tap shows what is there, the second opens it.
  click(event) {
    const isFinger = event.pointerType !== "mouse"
    const found = this.pointAt(this.placeIn(event), isFinger ? REACH_FINGER : REACH_MOUSE)
    if (found >= 0 && !(isFinger && found !== this.hovered)) {
      this.open(found, event.ctrlKey || event.metaKey)
      return
    }
    this.hover(found)
    if (found >= 0) this.tell(this.component.data.words.tapAgain)
  }

  // Where all is seen already, the wheel is the page's.
  wheel(event) {
    if (!this.points || (event.deltaY > 0 && this.view.k <= 1.001)) return
    event.preventDefault()
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1)
    const step = Math.max(-120, Math.min(120, pixels))
    this.hover(-1)
    this.view.zoomAbout(this.placeIn(event), Math.exp(-step * (event.ctrlKey ? 0.012 : 0.0028)))
  }

  zoom(factor) {
    this.hover(-1)
    this.view.zoom(factor)
  }

  // The small picture under a place, else the nearest point that stands out; -1 for none.
  pointAt(place, reach) {
    const picture = this.painter.pictureAt(place)
    if (picture >= 0) return picture
    const { kx, ky } = this.view
    return this.points.nearest(...this.view.toMap(...place), kx, ky, reach, i => this.lit[i] === 1)
  }

  hover(i) {
    if (i === this.hovered) return
    this.hovered = i
    this.stage.classList.toggle("over", i >= 0)
    this.showCard(i)
    this.redraw()
  }

  showCard(i) {
    this.card.hidden = i < 0
    if (!this.isDrawing) this.hint.hidden = true
    if (i < 0) return
    const image = this.card.querySelector("img")
    this.card.querySelector(".name").textContent = this.points.title(i)
    this.card.querySelector(".facts").textContent = this.groups[this.groupOf[i]].title
    image.onload = image.onerror = () => this.placeCard(i)
    image.src = this.addressOf(i)
    this.placeCard(i)
  }

  placeCard(i) {
    if (this.card.hidden) return
    const [x, y] = this.view.toScreen(this.points.x[i], this.points.y[i])
    const [width, height] = [this.card.offsetWidth, this.card.offsetHeight]
    const away = this.painter.boxOf(i) ? 44 : 14
    const left = x + away + width < this.width ? x + away : x - away - width
    this.card.style.left = `${Math.max(4, Math.min(left, this.width - width - 4))}px`
    this.card.style.top = `${Math.max(4, Math.min(y - height / 2, this.height - height - 4))}px`
  }

  addressOf(i) {
    return `${this.component.data.thumbnails}&painting=${encodeURIComponent(this.points.ids[i])}`
  }

  open(i, elsewhere) {
    const address = `${this.component.data.href}&painting=${encodeURIComponent(this.points.ids[i])}`
    if (elsewhere) {
      globalThis.open(address, "_blank", "noopener")
      return
    }
    // What Streamlit does when a person goes back or forward: no page is loaded anew.
    history.pushState(null, "", address)
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }))
  }

  togglePictures() {
    this.hasPictures = !this.hasPictures
    this.tools.querySelector(".pictures").setAttribute("aria-pressed", String(this.hasPictures))
    this.redraw()
  }

  setDrawing(isOn) {
    this.isDrawing = isOn
    this.stage.classList.toggle("drawing", isOn)
    this.tools.querySelector(".lasso").setAttribute("aria-pressed", String(isOn))
    this.tell(isOn ? this.component.data.words.drawLine : "")
    this.redraw()
  }

  chooseInView() {
    const [left, top] = this.view.toMap(0, 0)
    const [right, bottom] = this.view.toMap(this.width, this.height)
    this.choose([[left, top], [right, top], [right, bottom], [left, bottom]])
  }

  choose(corners) {
    const within = value => Math.max(-0.49, Math.min(1.49, value))
    this.lasso = corners.map(([x, y]) => [within(x), within(y)])
    this.redraw()
    this.component.setTriggerValue("lasso", { corners: this.lasso })
  }

  tell(sentence) {
    this.hint.textContent = this.spoken.textContent = sentence
    this.hint.hidden = !sentence
  }

  press(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const act = {
      Enter: () => this.cursor >= 0 && this.open(this.cursor),
      Escape: () => { this.setDrawing(false); this.moveCursor(-1) },
      "+": () => this.zoom(1.6),
      "-": () => this.zoom(1 / 1.6),
      0: () => this.view.showAll(),
    }[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || !(way || act) || !this.points) return
    event.preventDefault()
    if (way && event.shiftKey) this.view.pan(way[0] * 80, way[1] * 80)
    else if (way) this.moveCursor(this.next(way))
    else act()
  }

  // The nearest point in a direction; from none, the one nearest to the middle.
  next([dx, dy]) {
    const { points, cursor, view } = this
    const [fromX, fromY] = cursor < 0 ? view.centre : [points.x[cursor], points.y[cursor]]
    let [best, least] = [cursor, Infinity]
    for (let i = 0; i < points.count; i++) {
      if (!this.lit[i] || i === cursor) continue
      const [x, y] = [(points.x[i] - fromX) * view.kx, (points.y[i] - fromY) * view.ky]
      const along = cursor < 0 ? 1 : x * dx + y * dy
      const away = cursor < 0 ? Math.hypot(x, y) : along + 2 * (Math.abs(x * dy) + Math.abs(y * dx))
      if (along > 0.5 && away < least) [best, least] = [i, away]
    }
    return best
  }

  moveCursor(i) {
    if (i === this.cursor) return
    this.cursor = i
    this.spoken.textContent = i < 0 ? "" : `${this.points.title(i)}, ${this.groups[this.groupOf[i]].title}`
    if (i >= 0) {
      const [x, y] = this.view.toScreen(this.points.x[i], this.points.y[i])
      if (!this.view.isInside(x, y, 30)) this.view.pan(x - this.width / 2, y - this.height / 2)
    }
    this.showCard(i)
    this.redraw()
  }

  save() {
    const link = document.createElement("a")
    link.href = this.painter.asPng()
    link.download = this.component.data.fileName
    link.click()
  }

  // The middle of a picture's point in pixels of the window: for tests that click on it.
  placeOf(id) {
    const i = this.points.byId.get(id)
    const { left, top } = this.stage.getBoundingClientRect()
    const [x, y] = this.view.toScreen(this.points.x[i], this.points.y[i])
    return [left + x, top + y]
  }

  destroy() {
    this.gone = true
    this.view.stop()
    this.observer.disconnect()
    globalThis.removeEventListener("atlas-points", this.onPoints)
  }
}
