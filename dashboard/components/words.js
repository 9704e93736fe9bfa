// What people read comes with the data, in their language: `data-text`, `data-label` and `data-title` say where it goes.

function setWords(root, words) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text]
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words[element.dataset.label])
  }
  for (const element of root.querySelectorAll("[data-title]")) element.title = words[element.dataset.title]
}
