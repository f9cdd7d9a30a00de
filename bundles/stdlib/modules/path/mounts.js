/** Folders of the host that appear in the app's own URL space; none so far. */
export default /** @type {Record<string, string>} */ ({})
