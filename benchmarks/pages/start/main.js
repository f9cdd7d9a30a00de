import { cards } from './cards.js'

document.addEventListener('DOMContentLoaded', () => fetch('ipc://probe.dcl'))

document.querySelector('.cards').replaceChildren(...cards())
document.querySelector('button').addEventListener('click', ({ target }) => target.form.reset())
