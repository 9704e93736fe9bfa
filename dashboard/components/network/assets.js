// Runs after vis-network in a part of its own, which never changes: the browser gets both only once.

globalThis.dispatchEvent(new Event("vis-network"))
globalThis.networkThumbnails ??= new Map()

export default function ({ data }) {
  globalThis.networkThumbnails.set(data.name, data.thumbnails)
}
