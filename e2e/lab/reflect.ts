/**
 * @peculiar/x509 stands on tsyringe, which refuses to load unless Reflect keeps metadata
 * (https://github.com/PeculiarVentures/x509#-reflect-polyfill-required). Nothing of what the lab uses is
 * decorated, so a store that answers "nothing known" until told otherwise is enough.
 */
const store = new WeakMap<object, Map<unknown, unknown>>()

const metadata = {
  defineMetadata(key: unknown, value: unknown, target: object): void {
    const known = store.get(target) ?? new Map<unknown, unknown>()
    known.set(key, value)
    store.set(target, known)
  },
  getOwnMetadata(key: unknown, target: object): unknown {
    return store.get(target)?.get(key)
  },
  getMetadata(key: unknown, target: object): unknown {
    return store.get(target)?.get(key)
  },
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, metadata)
