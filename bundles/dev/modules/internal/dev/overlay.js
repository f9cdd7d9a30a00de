const style = `
  :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; }
  :host([hidden]) { display: none; }
  .shade { position: absolute; inset: 0; background: rgb(15 17 23 / 70%); backdrop-filter: blur(3px); }
  section {
    position: absolute; inset: auto 0 0 0; max-height: 85%; overflow: auto; box-sizing: border-box;
    padding: 24px 32px 28px; background: #16181f; color: #e8e9ed; border-top: 3px solid #ff5c5c;
    font: 14px/1.5 ui-sans-serif, system-ui, sans-serif;
  }
  header { display: flex; align-items: baseline; gap: 12px; margin-bottom: 16px; }
  h1 { margin: 0; font-size: 17px; font-weight: 600; color: #ff8080; }
  header span { color: #9a9dab; font-size: 13px; }
  button { margin-left: auto; border: 0; border-radius: 6px; padding: 5px 12px; background: #2a2d38; color: #c9cbd6; font: inherit; font-size: 13px; cursor: pointer; }
  button:hover { background: #363a48; }
  article { margin: 0 0 14px; padding: 14px 16px; border-radius: 8px; background: #1e212b; }
  .place { color: #8ab4ff; font: 13px ui-monospace, monospace; word-break: break-all; }
  .message { margin: 6px 0 0; white-space: pre-wrap; }
  pre { margin: 10px 0 0; overflow-x: auto; color: #c9cbd6; font: 13px/1.45 ui-monospace, monospace; }
`

/** Shows over the page what does not compile; the page itself is not touched. */
export class Overlay {
  #host
  #root
  #shown = ''

  /** @param {{ file: string, line: number, message: string, excerpt: string }[]} problems */
  show (problems) {
    const text = JSON.stringify(problems)
    if (text === this.#shown) return
    this.#shown = text
    if (!problems.length) {
      this.#host?.remove()
      return
    }
    this.#root ??= this.#make()
    this.#root.replaceChildren(element('div', { className: 'shade' }), element('section', {},
      element('header', {},
        element('h1', { textContent: problems.length === 1 ? 'It does not compile' : `${problems.length} errors` }),
        element('span', { textContent: 'what ran before still runs' }),
        element('button', { textContent: 'Hide', onclick: () => this.#host.remove() })),
      ...problems.map(article)))
    document.documentElement.append(this.#host)
  }

  #make () {
    this.#host = document.createElement('socket-dev-overlay')
    const root = this.#host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet() // what the page's Content-Security-Policy cannot refuse
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    return root
  }
}

function article ({ file, line, message, excerpt }) {
  const parts = []
  if (file) parts.push(element('div', { className: 'place', textContent: line ? `${file}:${line}` : file }))
  parts.push(element('p', { className: 'message', textContent: message }))
  if (excerpt) parts.push(element('pre', { textContent: excerpt }))
  return element('article', {}, ...parts)
}

function element (name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}
