// Names arrive as data and are set as text and attributes only, never as markup.

const MOST_ENLARGED = 1.6

function pictureElement(url, alt, aspect, kind) {
  const image = document.createElement("img")
  image.className = kind
  image.alt = alt
  image.decoding = "sync"
  image.style.setProperty("--own", aspect)
  image.src = url
  return image
}

function figureElement(picture) {
  const figure = document.createElement("figure")
  const link = document.createElement(picture.href ? "a" : "div")
  const frame = document.createElement("div")
  if (picture.href) link.href = picture.href
  const painted = pictureElement(picture.url, picture.alt, picture.aspect, "painted")
  frame.append(painted)
  if (picture.fed) frame.append(pictureElement(picture.fed, picture.fedAlt, 1, "fed"))
  frame.className = picture.fed ? "beside" : ""
  figure.style.setProperty("--aspect", picture.aspect + (picture.fed ? 1 : 0))
  figure.style.setProperty("--alone", picture.aspect)
  figure.style.setProperty("--sharp", `${MOST_ENLARGED * picture.width}px`)
  figure.classList.toggle("here", picture.here)
  if (picture.here) link.setAttribute("aria-current", "true")
  link.append(frame)
  if (picture.caption) {
    const caption = document.createElement("figcaption")
    caption.textContent = picture.caption
    link.append(caption)
  }
  figure.append(link)
  return figure
}

// What Streamlit does when a person goes back or forward: so the address has one new entry, and no page is loaded anew.
function openHere(address) {
  history.pushState(null, "", address)
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }))
}

export default function drawPictures({ data, parentElement }) {
  const root = parentElement.querySelector(".atelier-pictures")
  root.onclick = event => {
    const link = event.target.closest("a")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    openHere(link.href)
  }
  if (root.dataset.drawn === data.drawn) return
  root.dataset.drawn = data.drawn
  root.className = `atelier-pictures atelier-${data.shape}`
  root.classList.toggle("kept-high", data.keptHigh)
  root.style.setProperty("--height", `${data.height}px`)
  root.replaceChildren(...data.pictures.map(figureElement))
}
