import * as diary from './diary.js'

const entry: diary.Entry = await diary.add('x', new Date(), 'GOOD', ['a'], { timeout: 5 })
const changed: Date | undefined = entry.changed
const last: diary.Entry | undefined = await diary.last({ signal: null })
const byDay: Record<string, diary.Entry[]> = await diary.byDay(1, true, { timeout: 1 })
const bytes: Uint8Array = await diary.picture('/a', 5)
const count: number = await diary.keep('a', bytes)
await diary.print(['/usr/bin/lp'], 'printer:631')

for await (const item of diary.follow({ credit: 1 })) {
  for (const mark of item.marks) {
    if (mark.type === 'star') {
      const size: number = mark.size
      console.log(size)
    } else {
      const at: Date = mark.at
      console.log(at)
    }
  }
}

// @ts-expect-error a text is missing
await diary.add()
// @ts-expect-error there is no such mood
await diary.add('x', new Date(), 'FINE')
// @ts-expect-error a time is a Date
await diary.add('x', '2026-01-01')
// @ts-expect-error it is called wipe
await diary.clear()

console.log(changed, last, byDay, count)
export {}
