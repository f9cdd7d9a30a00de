import { hello } from 'plugin:__name__'

const greeting = await hello('Ada')
document.querySelector('h1').textContent = greeting
console.log(greeting)
