// Names beside nodes, always of one size on the screen: those that find room are written, the important ones first.

const LABEL_GAP = 4
const LETTERS_A_LINE = 20
const MOST_LINES = 3
const MOST_LABELS = 400
const SMALL_DISC = 14

function linesOf(name) {
  const lines = [""]
  for (const word of name.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word
    if (lines.at(-1) && longer.length > LETTERS_A_LINE) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]} …`]
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

// Where a label may stand around a node at (x, y) with this radius, the best place first.
function placesAround({ x, y, radius }, width, height) {
  const away = radius + LABEL_GAP
  const slant = radius * 0.7 + 2
  const [below, above, middle] = [y + away, y - away - height, y - height / 2]
  const [centre, after, before] = [x - width / 2, x + away, x - away - width]
  const [afterEdge, beforeEdge] = [x + slant, x - slant - width]
  const [lower, upper] = [y + slant, y - slant - height]
  const places = [
    [centre, below], [centre, above], [after, middle], [before, middle],
    [x - width / 4, below], [x - (3 * width) / 4, below], [x - width / 4, above], [x - (3 * width) / 4, above],
    [afterEdge, lower], [beforeEdge, lower], [afterEdge, upper], [beforeEdge, upper],
  ]
  return places.map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }))
}

function isInside(place, { width, height }) {
  return place.left >= 0 && place.top >= 0 && place.right <= width && place.bottom <= height
}

function movedInside(place, { width, height }) {
  const right = Math.max(0, -place.left) - Math.max(0, place.right - width)
  const down = Math.max(0, -place.top) - Math.max(0, place.bottom - height)
  return { left: place.left + right, right: place.right + right, top: place.top + down, bottom: place.bottom + down }
}

// `frame` is what can be seen.
// `nodes`: {id, name, x, y, radius, serif, must, faded} in pixels of the screen, the most important first.
function writeLabels(context, nodes, theme, size, frame) {
  const discs = nodes.map(({ id, x, y, radius }) => ({
    id, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius,
  }))
  const taken = []
  const ranked = [...nodes.filter((node) => node.must), ...nodes.filter((node) => !node.must)]
  context.textAlign = "center"
  context.textBaseline = "top"
  context.lineJoin = "round"
  for (const node of ranked.slice(0, MOST_LABELS)) {
    const lines = linesOf(node.name)
    const pixels = (node.serif ? 15 : 13) * size * (frame.width < 600 * size ? 0.9 : 1)
    context.font = `${node.must ? 600 : 400} ${pixels}px ${node.serif ? theme.headingFont : theme.font}`
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 4
    const height = lines.length * pixels * 1.15
    const places = placesAround(node, width, height)
    const isFree = (place) => isInside(place, frame) && !taken.some((other) => overlap(place, other))
    const leaves = (place, atLeast) =>
      isFree(place) &&
      !discs.some((disc) => disc.id !== node.id && disc.bottom - disc.top >= atLeast && overlap(place, disc))
    const place = places.find((spot) => leaves(spot, 0))
      ?? (node.serif || node.must ? places.find((spot) => leaves(spot, SMALL_DISC * size)) : null)
      ?? (node.must ? movedInside(places[0], frame) : null)
    if (!place) continue
    taken.push(place)
    context.globalAlpha = node.faded ? 0.25 : 1
    context.lineWidth = 4 * size
    context.strokeStyle = theme.background
    context.fillStyle = theme.text
    lines.forEach((line, n) => {
      const at = [(place.left + place.right) / 2, place.top + n * pixels * 1.15]
      context.strokeText(line, ...at)
      context.fillText(line, ...at)
    })
    context.globalAlpha = 1
  }
  return taken.length
}
