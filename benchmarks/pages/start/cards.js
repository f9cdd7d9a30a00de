const NOTES = [
  ['06:10', 'High water', 'The ferry left early, with the tide.'],
  ['08:45', 'Pilot boat', 'Two ships wait outside, wind from the west.'],
  ['09:30', 'Crane three', 'Back in service after the inspection.'],
  ['11:00', 'Visitors', 'A school class wants to see the lock.'],
  ['13:20', 'Berth nine', 'Free until tomorrow noon.'],
  ['16:05', 'Weather', 'Fog after sunset; the lamps are checked.']
]

/** @returns {HTMLLIElement[]} */
export function cards () {
  return NOTES.map(([hour, title, text]) => {
    const card = document.createElement('li')
    const time = document.createElement('time')
    const heading = document.createElement('h3')
    const body = document.createElement('p')
    time.textContent = hour
    heading.textContent = title
    body.textContent = text
    card.append(time, heading, body)
    return card
  })
}
