import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), passed }
}

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}
const never = new AbortController().signal

describe('Turns', () => {
  it('lets one at a time work, in order', async () => {
    const turns = new Turns()
    const [a, b] = [gate(), gate()]
    const log: string[] = []
    const work = (name: string, { passed }: { passed: Promise<void> }) =>
      turns.alone(
        async () => {
          log.push(`${name} begins`)
          await passed
          log.push(`${name} ends`)
        },
        60_000,
        never,
      )
    const both = Promise.all([work('a', a), work('b', b)])
    await settle()
    expect(log).toEqual(['a begins'])
    a.open()
    b.open()
    await both
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  it('waits while any first look is under way, one that fails too', async () => {
    const turns = new Turns()
    const [a, b] = [gate(), gate()]
    let begun = false
    const looks = Promise.all([
      turns.firstLook(() => a.passed),
      turns
        .firstLook(async () => {
          await b.passed
          throw new Error('broken')
        })
        .catch(() => {}),
    ])
    const done = turns.alone(
      async () => {
        begun = true
      },
      60_000,
      never,
    )
    a.open()
    await settle()
    expect(begun).toBe(false)
    b.open()
    await looks
    await done
    expect(begun).toBe(true)
  })

  it('gives up its place when stopped, after its time, and hands the turn on when work fails', async () => {
    const turns = new Turns()
    const first = gate()
    const holder = turns.alone(
      () => first.passed.then(() => Promise.reject(new Error('broken'))),
      60_000,
      never,
    )
    const stop = new AbortController()
    const stopped = turns.alone(async () => 'ran', 60_000, stop.signal)
    const late = turns.alone(async () => 'ran', 1, never)
    stop.abort()
    expect(await stopped).toBeNull()
    expect(await late).toBeNull()
    const next = turns.alone(async () => 'ran', 60_000, never)
    first.open()
    await expect(holder).rejects.toThrow('broken')
    expect(await next).toBe('ran')
    expect(await turns.alone(async () => 'ran', 1, AbortSignal.abort())).toBeNull()
  })
})
