// Which part of the map is seen: places on the map to places on the screen and back, moving and magnifying.

const MARGIN = 42
const MARGIN_NARROW = 30
const MOST_STRETCHED = 2.2
const NEAREST = 60

class View {
  constructor(changed) {
    this.changed = changed
    this.home()
  }

  home() {
    Object.assign(this, { k: 1, x: 0.5, y: 0.5 })
  }

  // The map that is to fill the stage; `k` is 1 where all of it is seen, `x` and `y` are what part of it is in the middle.
  bound({ x, y, count }) {
    const [[left, right], [top, bottom]] = [x, y].map(values => {
      let [least, most] = count ? [Infinity, -Infinity] : [0, 1]
      for (let i = 0; i < count; i++) {
        least = Math.min(least, values[i])
        most = Math.max(most, values[i])
      }
      return most > least ? [least, most] : [least - 0.01, least + 0.01]
    })
    this.bounds = { width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 }
  }

  fit(width, height) {
    const { bounds } = this
    Object.assign(this, { width, height })
    const margin = width < 600 ? MARGIN_NARROW : MARGIN
    const [fitX, fitY] = [(width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height]
    this.fitX = Math.min(fitX, fitY * MOST_STRETCHED)
    this.fitY = Math.min(fitY, fitX * MOST_STRETCHED)
  }

  get kx() {
    return this.fitX * this.k
  }

  get ky() {
    return this.fitY * this.k
  }

  get centre() {
    const { bounds } = this
    return [bounds.x + (this.x - 0.5) * bounds.width, bounds.y + (this.y - 0.5) * bounds.height]
  }

  toScreen(x, y) {
    const [cx, cy] = this.centre
    return [(x - cx) * this.kx + this.width / 2, (y - cy) * this.ky + this.height / 2]
  }

  toMap(left, top) {
    const [cx, cy] = this.centre
    return [(left - this.width / 2) / this.kx + cx, (top - this.height / 2) / this.ky + cy]
  }

  isInside(x, y, margin) {
    return x > margin && y > margin && x < this.width - margin && y < this.height - margin
  }

  // By pixels of the screen. The middle of the view stays on the map; where all is seen it is the map's.
  pan(right, down) {
    this.shift(right / this.kx, down / this.ky)
  }

  shift(x, y) {
    const slack = this.k > 1.001 ? (1 - 1 / this.k) / 2 + 0.1 : 0
    const within = value => Math.max(0.5 - slack, Math.min(0.5 + slack, value))
    this.x = within(this.x + x / this.bounds.width)
    this.y = within(this.y + y / this.bounds.height)
    this.changed()
  }

  zoomAbout([left, top], factor) {
    this.stop()
    const [x, y] = this.toMap(left, top)
    this.k = Math.max(1, Math.min(NEAREST, this.k * factor))
    const [nowX, nowY] = this.toMap(left, top)
    this.shift(x - nowX, y - nowY)
  }

  zoom(factor) {
    const k = Math.max(1, Math.min(NEAREST, this.k * factor))
    this.glide(k > 1 ? { x: this.x, y: this.y, k } : { k, x: 0.5, y: 0.5 })
  }

  showAll() {
    this.glide({ k: 1, x: 0.5, y: 0.5 })
  }

  glide(target) {
    this.stop()
    const from = { k: this.k, x: this.x, y: this.y }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    const [start, length] = [performance.now(), still ? 0 : 260]
    const step = now => {
      const share = length ? Math.min(1, Math.max(0, now - start) / length) : 1
      const eased = 1 - (1 - share) ** 3
      this.k = from.k * (target.k / from.k) ** eased
      this.x = from.x + (target.x - from.x) * eased
      this.y = from.y + (target.y - from.y) * eased
      this.gliding = share < 1 ? requestAnimationFrame(step) : null
      this.changed()
    }
    step(start)
  }

  stop() {
    cancelAnimationFrame(this.gliding)
    this.gliding = null
  }
}
