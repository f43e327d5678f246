import type { StorageArea } from './read.ts'

/** For tests: a storage area that, like the browser's, answers later and copies what it is given. */
export function testArea(
  items: Record<string, unknown> = {},
): StorageArea & { items: Record<string, unknown> } {
  return {
    items,
    async get(key) {
      await Promise.resolve()
      return key in items ? { [key]: structuredClone(items[key]) } : {}
    },
    async set(changed) {
      await Promise.resolve()
      Object.assign(items, structuredClone(changed))
    },
  }
}
