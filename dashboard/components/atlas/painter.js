// Paints one look at the map onto the canvas: points, small pictures where there is room, the area, the mark.

const PICTURES_FROM = 1.8
const FEW = 1500
const LOOSELY = 1.3
const CLOSELY = 1.06
const FAINT = 0.13
const MOST_SIZES = 40

class Painter {
  constructor(canvas, redraw) {
    this.canvas = canvas
    this.context = canvas.getContext("2d")
    this.thumbnails = new Thumbnails(redraw)
    this.discs = new Map()
    this.shown = []
  }

  resize(width, height) {
    this.ratio = Math.min(globalThis.devicePixelRatio || 1, 2)
    this.canvas.width = Math.round(width * this.ratio)
    this.canvas.height = Math.round(height * this.ratio)
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height)
    this.pixels = new Uint32Array(this.image.data.buffer)
    this.discs.clear()
    this.thumbnails.forgetRooms()
  }

  // `wall`: the colour behind the points, as CSS has it.
  dress(theme, wall) {
    if (JSON.stringify(theme) !== JSON.stringify(this.theme)) this.discs.clear()
    this.theme = theme
    this.wall = pixelOf(wall)
  }

  // `scene`: {points, groups, groupOf, lit, order, litCount, hasPictures, area, isDrawn, marked, addressOf}
  paint(scene, view) {
    const { context, ratio } = this
    this.paintPoints(scene, view)
    context.save()
    context.scale(ratio, ratio)
    this.shown = []
    if (scene.hasPictures && (view.k >= PICTURES_FROM || scene.litCount <= FEW)) this.paintPictures(scene, view)
    if (scene.area) this.paintArea(scene.area, scene.isDrawn, view)
    if (scene.marked >= 0) this.paintMark(scene, view)
    context.restore()
  }

  // Thousands of discs are set pixel by pixel: that takes a tenth of the time of as many calls of the canvas.
  paintPoints({ points, groups, groupOf, lit, order }, view) {
    const { ratio } = this
    const { width, height } = this.canvas
    const [kx, ky] = [view.kx * ratio, view.ky * ratio]
    const [cx, cy] = view.centre
    const discs = this.discsFor(groups, this.radius(points.count, view.k))
    const { side } = discs
    const [left, top] = [width / 2 - cx * kx - side / 2 + 0.5, height / 2 - cy * ky - side / 2 + 0.5]
    this.pixels.fill(this.wall)
    for (let at = 0; at < order.length; at++) {
      const i = order[at]
      const [x, y] = [Math.floor(points.x[i] * kx + left), Math.floor(points.y[i] * ky + top)]
      if (x <= -side || y <= -side || x >= width || y >= height) continue
      const isWhole = x >= 0 && y >= 0 && x + side <= width && y + side <= height
      stamp(this.pixels, width, height, discs[lit[i]][groupOf[i]], x, y, isWhole)
    }
    this.context.putImageData(this.image, 0, 0)
  }

  radius(count, k) {
    const base = count > 4000 ? 2.4 : count > 1000 ? 3.2 : 4.2
    return Math.min(9, base * k ** 0.35)
  }

  // One small disc for each colour, faint and strong, drawn once for each size.
  discsFor(groups, radius) {
    const pixels = Math.round(radius * this.ratio * 2) / 2
    const key = `${pixels} ${groups.map(({ colour }) => colour).join()}`
    if (!this.discs.has(key)) {
      if (this.discs.size > MOST_SIZES) this.discs.clear()
      const side = 2 * Math.ceil(pixels + 1)
      const all = alpha => groups.map(({ colour }) => discOf(this.sprite(colour, pixels, side, alpha), this.canvas.width))
      this.discs.set(key, Object.assign([all(FAINT), all(1)], { side }))
    }
    return this.discs.get(key)
  }

  sprite(colour, radius, side, alpha) {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = side
    const context = canvas.getContext("2d")
    context.globalAlpha = alpha
    context.beginPath()
    context.arc(side / 2, side / 2, radius, 0, 2 * Math.PI)
    context.fillStyle = colour
    context.fill()
    if (alpha < 1) return context
    context.globalAlpha = 0.55
    context.lineWidth = Math.max(1, this.ratio * 0.75)
    context.strokeStyle = this.theme.background
    context.stroke()
    return context
  }

  paintPictures({ points, groups, groupOf, lit, addressOf }, view) {
    const { context, thumbnails, ratio } = this
    const size = view.width < 600 ? 52 : 68
    const apart = size * (view.k < PICTURES_FROM ? LOOSELY : CLOSELY)
    const room = thumbnails.roomFor(points, view, apart, i => lit[i] === 1)
    for (const i of room) {
      const [x, y] = view.toScreen(points.x[i], points.y[i])
      if (!view.isInside(x, y, -size)) continue
      const picture = thumbnails.get(i, addressOf(i), Math.round(size * ratio))
      if (!picture) continue
      const [wide, high] = [picture.width / ratio, picture.height / ratio]
      const [left, top] = [Math.round(x - wide / 2), Math.round(y - high / 2)]
      context.fillStyle = groups[groupOf[i]].colour
      context.fillRect(left - 2, top - 2, wide + 4, high + 4)
      context.drawImage(picture, left, top, wide, high)
      this.shown.push([i, left, top, wide, high])
    }
  }

  paintArea(corners, isDrawn, view) {
    const { context, theme } = this
    context.beginPath()
    for (const [x, y] of corners) context.lineTo(...view.toScreen(x, y))
    if (!isDrawn) context.closePath()
    context.fillStyle = context.strokeStyle = theme.accent
    context.globalAlpha = 0.1
    context.fill()
    context.globalAlpha = 1
    context.lineWidth = 1.5
    context.stroke()
  }

  paintMark({ points, marked }, view) {
    const { context, theme } = this
    const box = this.boxOf(marked)
    const [x, y] = view.toScreen(points.x[marked], points.y[marked])
    context.beginPath()
    if (box) context.rect(box[1] - 3, box[2] - 3, box[3] + 6, box[4] + 6)
    else context.arc(x, y, this.radius(points.count, view.k) + 4, 0, 2 * Math.PI)
    context.lineWidth = 2.5
    context.strokeStyle = theme.text
    context.stroke()
  }

  boxOf(i) {
    return this.shown.find(([other]) => other === i)
  }

  // The small picture that lies under a place; -1 for none.
  pictureAt([left, top]) {
    const box = this.shown.findLast(([, x, y, wide, high]) => left >= x && left <= x + wide && top >= y && top <= y + high)
    return box ? box[0] : -1
  }

  asPng() {
    return this.canvas.toDataURL("image/png")
  }
}

// The pixels of a disc that are not empty: where they are from its corner, their colours and how opaque they are.
function discOf(context, stride) {
  const { data, width, height } = context.getImageData(0, 0, context.canvas.width, context.canvas.height)
  const disc = { dx: [], dy: [], offset: [], colour: [], alpha: [] }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha] = data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)
      if (alpha < 8) continue
      disc.dx.push(x)
      disc.dy.push(y)
      disc.offset.push(y * stride + x)
      disc.colour.push((0xff000000 | (blue << 16) | (green << 8) | red) >>> 0)
      disc.alpha.push(alpha > 250 ? 256 : alpha)
    }
  }
  return Object.fromEntries(Object.entries(disc).map(([name, values]) => [name, Uint32Array.from(values)]))
}

function stamp(pixels, width, height, { dx, dy, offset, colour, alpha }, x, y, isWhole) {
  const corner = y * width + x
  for (let n = 0; n < offset.length; n++) {
    if (!isWhole && (x + dx[n] < 0 || y + dy[n] < 0 || x + dx[n] >= width || y + dy[n] >= height)) continue
    const at = corner + offset[n]
    pixels[at] = alpha[n] === 256 ? colour[n] : mixed(pixels[at], colour[n], alpha[n])
  }
}

// Red and blue at once, for they do not touch.
function mixed(under, over, alpha) {
  const outer = ((under & 0xff00ff) * (256 - alpha) + (over & 0xff00ff) * alpha) >>> 8
  const green = ((under & 0xff00) * (256 - alpha) + (over & 0xff00) * alpha) >>> 8
  return (0xff000000 | (outer & 0xff00ff) | (green & 0xff00)) >>> 0
}

function pixelOf(colour) {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0]
}
