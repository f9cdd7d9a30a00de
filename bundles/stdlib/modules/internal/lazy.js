/**
 * A read-only object whose members are asked for when the first of them is used: importing a module
 * must not cost a call to the platform.
 * @template {object} T
 * @param {() => T} load called once; called again if it threw
 * @returns {Readonly<T>}
 */
export function lazy (load) {
  /** @type {T | undefined} */
  let loaded
  const target = Object.create(null)
  const members = () => {
    if (loaded === undefined) {
      loaded = load()
      Object.freeze(Object.assign(target, loaded))
    }
    return target
  }
  return new Proxy(target, {
    get: (_, key) => members()[key],
    has: (_, key) => key in members(),
    ownKeys: () => Reflect.ownKeys(members()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(members(), key),
    isExtensible: () => Reflect.isExtensible(members()),
    preventExtensions: () => Reflect.preventExtensions(members()),
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false
  })
}
