/** The few things that the sections share: making elements, writing figures, repeating work. */

/**
 * An element with attributes and children; a function is a listener, `onclick` and the like.
 * @param {string} tag
 * @param {Record<string, string | boolean | EventListener>} [attributes]
 * @param {...(Node | string)} children
 */
export function el (tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children)
}

/** The same for SVG. */
export function svg (tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)
}

function fill (element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value)
    } else if (value !== false) {
      element.setAttribute(name, value === true ? '' : value)
    }
  }
  element.append(...children)
  return element
}

/**
 * A list of facts: `[term, value]` pairs. A value may be a node that its owner goes on changing.
 * @param {[string, Node | string][]} pairs
 */
export function facts (pairs) {
  return el('dl', {}, ...pairs.map(([term, value]) =>
    el('div', {}, el('dt', {}, term), el('dd', {}, value))))
}

/** 1234567 as `1.2 MiB`. */
export function bytes (count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let unit = 0
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024
    unit++
  }
  return `${count.toFixed(unit > 0 && count < 10 ? 1 : 0)} ${units[unit]}`
}

/** Milliseconds, short ones in microseconds. */
export function time (ms) {
  return ms < 1 ? `${Math.round(ms * 1000)} µs` : ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}

/** A date as `14:05:09`. */
export function timeOfDay (date) {
  return date.toLocaleTimeString('en', { hourCycle: 'h23' })
}

/** 12345 as `12,345`. */
export function count (value) {
  return Math.round(value).toLocaleString('en')
}

/** 93784 as `1 d 2 h 3 min`; seconds only below an hour. */
export function span (seconds) {
  const days = Math.floor(seconds / 86400)
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  if (days > 0) return `${days} d ${hours} h ${minutes} min`
  if (hours > 0) return `${hours} h ${minutes} min`
  return `${minutes} min ${Math.floor(seconds % 60)} s`
}

/**
 * Does something again and again, one after the other, as long as the page can be seen.
 * @param {number} pause milliseconds in between
 * @param {() => unknown} work
 */
export function repeat (pause, work) {
  setTimeout(async () => {
    try {
      if (!document.hidden) await work()
    } finally {
      repeat(pause, work)
    }
  }, pause)
}
