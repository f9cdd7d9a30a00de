import fs from 'socket:fs/promises'
import { DATA, join } from 'socket:path'
import { bytes, el, time, timeOfDay } from '../ui.js'
import { timed } from '../clock.js'

export const title = 'Files'
export const about = 'socket:fs/promises, within the granted folder.'

const folder = join(DATA, 'tour')
const note = join(folder, 'note.txt')
const BULK = 4 * 1024 * 1024

/** Fills the card. */
export async function show (card) {
  await fs.mkdir(folder, { recursive: true })

  const status = el('p', { class: 'note', role: 'status' })
  const bulk = el('p', { class: 'note' })
  const rows = el('tbody')
  const text = el('textarea', { id: 'note', rows: '3', spellcheck: 'false', oninput: debounced(save) })

  async function save () {
    try {
      const written = await timed(() => fs.writeFile(note, text.value))
      let back
      const read = await timed(async () => { back = await fs.readFile(note, { encoding: 'utf8' }) })
      const same = back === text.value ? 'the same' : 'something else'
      status.textContent = `Written in ${time(written)}, read back ${same} in ${time(read)}.`
    } catch (err) {
      status.textContent = `Not saved: ${err.message}`
    }
    await list()
  }

  async function list () {
    const names = await fs.readdir(folder)
    rows.replaceChildren(...await Promise.all(names.map(async name => {
      const { size, mtime } = await fs.stat(join(folder, name))
      return el('tr', {},
        el('td', {}, name), el('td', {}, bytes(size)), el('td', {}, timeOfDay(mtime)))
    })))
  }

  text.value = await fs.readFile(note, { encoding: 'utf8' }).catch(() => 'Change this note.')
  card.append(
    el('label', { for: 'note' }, 'A note, saved as you type'),
    text,
    status,
    el('p', { class: 'folder', id: 'folder', title: folder }, folder),
    el('table', { 'aria-labelledby': 'folder' },
      el('thead', {}, el('tr', {}, ...['Name', 'Size', 'Changed'].map(name => el('th', { scope: 'col' }, name)))),
      rows),
    bulk
  )
  await save()
  bulk.textContent = await bulkThereAndBack()
}

async function bulkThereAndBack () {
  const file = join(folder, 'bulk.bin')
  const sent = new Uint8Array(BULK).map((_, i) => i * 31)
  let back
  const up = await timed(() => fs.writeFile(file, sent))
  const down = await timed(async () => { back = await fs.readFile(file) })
  await fs.unlink(file)
  const equal = back.length === sent.length && sent.every((byte, i) => byte === back[i])
  const rate = ms => `${Math.round(BULK / 1024 / 1024 / ms * 1000)} MiB/s`
  return `${bytes(BULK)} written at ${rate(up)} and read at ${rate(down)}, ${equal ? 'every byte the same' : 'but not the same'}.`
}

function debounced (work) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, 150)
  }
}
