/**
 * Takes style sheets anew, without a reload. The old sheet stays until the new one is there.
 * @param {string[]} files - names relative to the app's folder
 * @return {boolean} false if the document has no such sheet
 */
export function restyle (files) {
  const changed = new Set(files.map((file) => new URL(encodeURI(file), location.origin + '/').pathname))
  let found = false
  for (const link of sheets(document)) {
    const url = new URL(link.href)
    if (url.origin === location.origin && uses(link.sheet, url.pathname, changed)) {
      found = true
      renew(link, url)
    }
  }
  return found
}

/** Style sheets of a tree, those in open shadow trees included. */
function * sheets (root) {
  yield * root.querySelectorAll('link[rel~=stylesheet][href]')
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) yield * sheets(element.shadowRoot)
  }
}

/** Whether a sheet, or one that it imports, is among the changed ones. */
function uses (sheet, path, changed) {
  if (changed.has(path)) return true
  let rules = []
  try { rules = sheet?.cssRules ?? [] } catch { /* of a foreign origin */ }
  return Array.from(rules).some((rule) =>
    rule instanceof CSSImportRule && rule.styleSheet && uses(rule.styleSheet, new URL(rule.styleSheet.href).pathname, changed))
}

function renew (link, url) {
  const fresh = link.cloneNode()
  url.searchParams.set('dev', Date.now())
  fresh.href = url.href
  const done = () => link.remove()
  fresh.addEventListener('load', done, { once: true })
  fresh.addEventListener('error', done, { once: true })
  link.after(fresh)
}
