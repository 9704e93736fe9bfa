// What never changes while a person looks about, in a part of its own: the browser gets it only once.

globalThis.atlasPoints ??= new Map()

export default function ({ data }) {
  globalThis.atlasPoints.set(data.name, data)
  globalThis.dispatchEvent(new Event("atlas-points"))
}
