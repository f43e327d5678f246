import { beforeEach, describe, expect, it, vi } from 'vitest'

const device = vi.hoisted(() => ({
  session: new Map<string, unknown>(),
  listening: null as ((event: unknown) => void) | null,
  /** Holds back the answer of the next read. */
  slowRead: null as Promise<void> | null,
}))
vi.mock('../platform/browser.ts', () => ({
  browser: {
    permissions: { getAll: async () => ({ origins: ['*://*/*'] }) },
    storage: {
      session: {
        async get(key: string) {
          await device.slowRead
          return { [key]: device.session.get(key) }
        },
        async set(items: Record<string, unknown>) {
          for (const [key, value] of Object.entries(items)) device.session.set(key, value)
        },
        remove: async (key: string) => void device.session.delete(key),
      },
    },
  },
}))
vi.mock('../platform/web-request.ts', () => ({
  // As the real one: what listened before is forgotten.
  observeRequests(listen: (event: unknown) => void) {
    device.listening = listen
    return () => {
      device.listening = null
    }
  },
}))
const { clearDeadLease, takeLease } = await import('./lease.ts')

beforeEach(() => {
  device.session.clear()
  device.listening = null
  device.slowRead = null
})

describe('the lease', () => {
  it('listens while it is held, and is gone after', async () => {
    const listen = () => {}
    const end = await takeLease('sweep', listen)
    expect(device.listening).toBe(listen)
    expect(device.session.get('lease')).toBe('sweep')
    end()
    await expect.poll(() => device.session.size).toBe(0)
    expect(device.listening).toBeNull()
  })

  it('of a dead worker is told and forgotten', async () => {
    device.session.set('lease', 'sweep')
    expect(await clearDeadLease()).toBe('sweep')
    expect(await clearDeadLease()).toBeNull()
    expect(device.listening).toBeNull()
  })

  it('is not taken before a dead one is cleared: that would forget the listeners of the living', async () => {
    let answer = () => {}
    device.slowRead = new Promise((resolve) => {
      answer = resolve
    })
    device.session.set('lease', 'dead')
    const clearing = clearDeadLease()
    const listen = () => {}
    const taking = takeLease('alive', listen)
    answer()
    expect(await clearing).toBe('dead')
    await taking
    expect(device.listening).toBe(listen)
    expect(device.session.get('lease')).toBe('alive')
  })
})
