// One listener an instance; the buttons are those of the last drawing.

const listeners = new WeakMap()
const TYPED_IN = "input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox]"
const PRESSED_IN = "a, button, summary"
const PRESSING = new Set(["Enter", " "])
const MOVED_IN = "[role=radio], [role=slider], [role=listbox], [role=menu], [role=tab], [role=application], [role=grid]"

function isTakenElsewhere(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const [target] = event.composedPath()
  if (!(target instanceof Element)) return false
  if (target.matches(TYPED_IN)) return event.key !== "Escape"
  if (PRESSING.has(event.key) && target.closest(PRESSED_IN)) return true
  return event.key.startsWith("Arrow") && target.closest(MOVED_IN) !== null
}

function press(buttons, event) {
  const name = buttons[event.key]
  if (!name || isTakenElsewhere(event)) return
  const button = document.querySelector(`.${CSS.escape(name)} button:not([disabled])`)
  if (!button) return
  event.preventDefault()
  if (!event.repeat) button.click()
}

export default function listenToKeys({ data, parentElement }) {
  const known = listeners.get(parentElement)
  if (known) {
    known.buttons = data
    return known.stop
  }
  const own = { buttons: data }
  const listen = event => press(own.buttons, event)
  document.addEventListener("keydown", listen)
  own.stop = () => {
    document.removeEventListener("keydown", listen)
    listeners.delete(parentElement)
  }
  listeners.set(parentElement, own)
  return own.stop
}
