// Small pictures on the map: which of them find room at a magnification, and fetching those few that are seen.

const MOST_AT_ONCE = 6
const MOST_KEPT = 700
const STEPS_A_DOUBLING = 2
const MOST_ROWS = 100003

class Thumbnails {
  constructor(redraw) {
    this.redraw = redraw
    this.kept = new Map()
    this.wanted = []
    this.under_way = 0
    this.rooms = new Map()
  }

  forget() {
    this.kept.clear()
    this.wanted = []
  }

  forgetRooms() {
    this.rooms.clear()
  }

  // Points, in turn, of which none is nearer than `apart` pixels to an earlier one: the same while the level lasts.
  roomFor(points, { kx, ky, k }, apart, passes) {
    const level = Math.floor(Math.log2(k) * STEPS_A_DOUBLING)
    const key = `${level} ${apart}`
    if (!this.rooms.has(key)) {
      const shrunk = 2 ** (level / STEPS_A_DOUBLING) / k
      this.rooms.set(key, scattered(points, kx * shrunk, ky * shrunk, apart, passes))
    }
    return this.rooms.get(key)
  }

  // The picture, if it is here; asked for where it is not.
  get(i, address, size) {
    const found = this.kept.get(i)
    if (found === undefined) {
      this.kept.set(i, null)
      this.wanted.push([i, address, size])
      this.fetchNext()
      return null
    }
    if (found) {
      this.kept.delete(i)
      this.kept.set(i, found)
    }
    return found
  }

  fetchNext() {
    while (this.under_way < MOST_AT_ONCE && this.wanted.length) {
      const [i, address, size] = this.wanted.pop() // the last asked for is where the person looks now
      this.under_way++
      fetch(address)
        .then(answer => (answer.ok ? answer.blob() : Promise.reject(new Error(answer.status))))
        .then(blob => reduced(blob, size))
        .then(picture => this.keep(i, picture))
        .catch(() => this.kept.set(i, false)) // it cannot be read, and is not asked for again
        .finally(() => {
          this.under_way--
          this.fetchNext()
        })
    }
    if (this.wanted.length > MOST_KEPT) for (const [i] of this.wanted.splice(0, MOST_KEPT / 2)) this.kept.delete(i)
  }

  keep(i, picture) {
    this.kept.set(i, picture)
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value)
    this.redraw()
  }
}

// Decoded off the page's own thread, at the very size in which it is drawn.
async function reduced(blob, size) {
  const whole = await createImageBitmap(blob)
  const scale = size / Math.max(whole.width, whole.height)
  const [resizeWidth, resizeHeight] = [whole.width, whole.height].map(side => Math.max(1, Math.round(side * scale)))
  return createImageBitmap(whole, { resizeWidth, resizeHeight, resizeQuality: "medium" })
}

function scattered(points, kx, ky, apart, passes) {
  const taken = new Map() // a cell as wide as the distance holds one point at most
  const found = []
  for (const i of points.turn) {
    if (!passes(i)) continue
    const [x, y] = [points.x[i] * kx, points.y[i] * ky]
    const [column, row] = [Math.floor(x / apart), Math.floor(y / apart)]
    if (isTaken(taken, column, row, other => nearby(points, other, x, y, kx, ky, apart))) continue
    taken.set(column * MOST_ROWS + row, i)
    found.push(i)
  }
  return found
}

function isTaken(taken, column, row, isNear) {
  for (let across = -1; across <= 1; across++) {
    for (let down = -1; down <= 1; down++) {
      const other = taken.get((column + across) * MOST_ROWS + row + down)
      if (other !== undefined && isNear(other)) return true
    }
  }
  return false
}

function nearby(points, i, x, y, kx, ky, apart) {
  return Math.abs(points.x[i] * kx - x) < apart && Math.abs(points.y[i] * ky - y) < apart
}
