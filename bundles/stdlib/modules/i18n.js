/**
 * Texts of the app in the language of its user, as browser extensions have them.
 *
 * They are in a `messages.json` for each language: `{ "key": { "message": "Hello {0}", "description": "..." } }`.
 * It lies where `[i18n.locales]` of `socket.ini` says for the language, or in `i18n/locales/LANGUAGE/`.
 * @module i18n
 */
import { checkType } from './internal/node-errors.js'

const scope = /** @type {any} */ (globalThis)

/** Where texts lie, if nothing else is said. */
export const DEFAULT_LOCALES_LOCATION = 'i18n/locales'
/** Texts that were read, by language. @type {Map<string, Record<string, any>>} */
export const cache = new Map()

/** A language, as text. */
export const LanguageCode = String

/**
 * The language of the user; English where the host has none, as with the locale `C`.
 * @returns {string}
 */
export function getUILanguage () {
  const language = scope.navigator?.language ?? ''
  return /^[a-z]{2}/i.test(language) ? language : 'en'
}

/** @returns {readonly string[]} the best first */
export function getAcceptLanguages () {
  const list = (scope.navigator?.languages ?? []).filter((/** @type {string} */ language) => /^[a-z]{2}/i.test(language))
  return list.length > 0 ? list : [getUILanguage()]
}

/**
 * The texts of a language; those of the language alone if there are none for its region.
 * @param {string | null} [locale] that of the user if none
 * @returns {Record<string, { message: string, description?: string, placeholders?: Record<string, { content: string }> }>}
 */
export function getMessagesForLocale (locale) {
  const tag = String(locale ?? getUILanguage()).replaceAll('_', '-')
  for (const name of new Set([tag, tag.split('-')[0]])) {
    const known = cache.get(name) ?? read(name)
    if (Object.keys(known).length > 0) {
      return known
    }
  }
  return {}
}

/** @param {string} name */
function read (name) {
  /** @type {Record<string, any>} */
  let messages = {}
  if (/^[\w-]+$/.test(name)) {
    const config = scope.__args?.config ?? {}
    const folder = config[`i18n_locales_${name}`] ?? config[`i18n_locales_${name.toLowerCase()}`] ?? `${DEFAULT_LOCALES_LOCATION}/${name}`
    const request = new XMLHttpRequest()
    try {
      request.open('GET', new URL(`/${String(folder).replace(/^\.?\/+|\/+$/g, '')}/messages.json`, scope.location.href).href, false)
      request.send()
      const value = request.status === 200 || request.status === 0 ? JSON.parse(request.responseText) : null
      messages = value !== null && typeof value === 'object' ? value : {}
    } catch {
      messages = {} // there are none, or they are not JSON
    }
  }
  cache.set(name, messages)
  return messages
}

/**
 * @param {string} messageName
 * @param {string | null} locale
 */
function entryOf (messageName, locale) {
  checkType('messageName', messageName, 'string')
  const messages = getMessagesForLocale(locale)
  const key = Object.hasOwn(messages, messageName)
    ? messageName
    : Object.keys(messages).find((name) => name.toLowerCase() === messageName.toLowerCase())
  return key === undefined ? null : messages[key]
}

/**
 * A text, with substitutions for `{0}`, `$1` or `{name}`, `$name$`.
 * @param {string} messageName
 * @param {string | Array<any> | Record<string, any>} [substitutions] by place or by name
 * @param {{ locale?: string | null }} [options]
 * @returns {string | null} null if there is none
 */
export function getMessage (messageName, substitutions = [], options = { locale: null }) {
  const entry = entryOf(messageName, options?.locale ?? null)
  if (typeof entry?.message !== 'string') {
    return null
  }
  const list = Array.isArray(substitutions) ? substitutions : typeof substitutions === 'object' && substitutions !== null ? [] : [substitutions]
  const named = Array.isArray(substitutions) || substitutions === null || typeof substitutions !== 'object' ? {} : substitutions
  /** @param {string} key @param {string} whole @param {number} first what the first is called */
  const valueOf = (key, whole, first) => {
    const value = /^\d+$/.test(key)
      ? list[Number(key) - first]
      : Object.entries(named).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
    return value === undefined ? whole : String(value)
  }
  const placeholders = Object.entries(entry.placeholders ?? {})
  return entry.message
    .replace(/\$([\w@]+)\$/g, (/** @type {string} */ whole, /** @type {string} */ key) => {
      const content = placeholders.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]?.content
      return content === undefined
        ? valueOf(key, whole, 0)
        : String(content).replace(/\$(\d+)/g, (whole, index) => valueOf(index, whole, 1))
    })
    .replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ key) => valueOf(key, whole, 0))
    .replace(/\$(\d+)/g, (/** @type {string} */ whole, /** @type {string} */ index) => valueOf(index, whole, 0))
    .replaceAll('$$', '$')
}

/**
 * What a text is for.
 * @param {string} messageName
 * @param {{ locale?: string | null }} [options]
 * @returns {string | null}
 */
export function getMessageDescription (messageName, options = { locale: null }) {
  return entryOf(messageName, options?.locale ?? null)?.description ?? null
}

export default {
  DEFAULT_LOCALES_LOCATION, LanguageCode, cache, getAcceptLanguages, getMessage, getMessageDescription, getMessagesForLocale, getUILanguage
}
