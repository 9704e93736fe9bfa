// What is sent once: ids, painters and places of all pictures, and finding the nearest of them quickly.

const CELLS = 96

function numbersFrom(text, Kind) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  return new Kind(bytes.buffer)
}

class Points {
  constructor({ signature, ids, artists, artistOf, numbers, positions }) {
    Object.assign(this, { signature, ids, artists })
    this.artistOf = numbersFrom(artistOf, Uint16Array)
    this.numbers = numbersFrom(numbers, Int32Array)
    const places = numbersFrom(positions, Uint16Array)
    this.count = ids.length
    this.x = Float32Array.from({ length: this.count }, (_, i) => places[2 * i] / 65535)
    this.y = Float32Array.from({ length: this.count }, (_, i) => places[2 * i + 1] / 65535)
    this.byId = new Map(ids.map((id, i) => [id, i]))
    this.turn = shuffled(this.count)
    this.sortIntoCells()
  }

  // Cells of the map, one after the other, and where each begins.
  sortIntoCells() {
    const cellOf = i => cellAt(this.x[i]) + CELLS * cellAt(this.y[i])
    this.starts = new Uint32Array(CELLS * CELLS + 1)
    for (let i = 0; i < this.count; i++) this.starts[cellOf(i) + 1]++
    for (let cell = 0; cell < CELLS * CELLS; cell++) this.starts[cell + 1] += this.starts[cell]
    const next = this.starts.slice()
    this.sorted = new Uint32Array(this.count)
    for (let i = 0; i < this.count; i++) this.sorted[next[cellOf(i)]++] = i
  }

  // The nearest point that `passes`, no further than `reach` pixels; `kx`, `ky`: pixels a unit of the map.
  nearest(x, y, kx, ky, reach, passes) {
    let [best, least] = [-1, reach * reach]
    const [left, right] = [cellAt(x - reach / kx), cellAt(x + reach / kx)]
    const [top, bottom] = [cellAt(y - reach / ky), cellAt(y + reach / ky)]
    for (let row = top; row <= bottom; row++) {
      for (let at = this.starts[row * CELLS + left]; at < this.starts[row * CELLS + right + 1]; at++) {
        const i = this.sorted[at]
        const away = ((this.x[i] - x) * kx) ** 2 + ((this.y[i] - y) * ky) ** 2
        if (away < least && passes(i)) [best, least] = [i, away]
      }
    }
    return best
  }

  title(i) {
    const artist = this.artists[this.artistOf[i]]
    if (!artist) return this.ids[i]
    return this.numbers[i] < 0 ? artist : `${artist}, ${this.numbers[i]}`
  }
}

function cellAt(place) {
  return Math.max(0, Math.min(CELLS - 1, Math.floor(place * CELLS)))
}

// The same order each time, in which no painter is always on top and pictures find room.
function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  let seed = 12345
  for (let i = count - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    const j = seed % (i + 1)
    const kept = order[i]
    order[i] = order[j]
    order[j] = kept
  }
  return order
}

// Corners of a drawn line that matter: fewer, and the line hardly another.
function simplified(corners, most) {
  let tolerance = 0.002
  let kept = corners
  while (kept.length > most) {
    kept = peuckered(corners, tolerance)
    tolerance *= 1.5
  }
  return kept
}

function peuckered(corners, tolerance) {
  if (corners.length < 3) return corners
  const [first, last] = [corners[0], corners.at(-1)]
  const length = Math.hypot(last[0] - first[0], last[1] - first[1])
  let [farthest, away] = [0, tolerance]
  for (let i = 1; i < corners.length - 1; i++) {
    const [dx, dy] = [corners[i][0] - first[0], corners[i][1] - first[1]]
    const aside = length ? Math.abs(dx * (last[1] - first[1]) - dy * (last[0] - first[0])) / length : Math.hypot(dx, dy)
    if (aside > away) [farthest, away] = [i, aside]
  }
  if (!farthest) return [first, last]
  return [...peuckered(corners.slice(0, farthest + 1), tolerance).slice(0, -1), ...peuckered(corners.slice(farthest), tolerance)]
}
