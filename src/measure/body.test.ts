import { describe, expect, it } from 'vitest'
import { readBody, sha256Hex } from './body.ts'

const endless = (chunk: number) => {
  const state = { pulled: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.pulled++
        controller.enqueue(new Uint8Array(chunk))
      },
      cancel() {
        state.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, state }
}

describe('readBody', () => {
  it('stops an endless body at the cap and cancels it', async () => {
    const { stream, state } = endless(1000)
    const read = await readBody(stream, 10_500)
    expect(read.bytes.byteLength).toBe(10_500)
    expect(read.truncated).toBe(true)
    expect(read.broken).toBe(false)
    expect(state.pulled).toBe(11)
    expect(state.cancelled).toBe(true)
  })

  it('keeps what came before a break', async () => {
    let n = 0
    const stream = new ReadableStream<Uint8Array>({
      pull(c) {
        if (n++ === 0) c.enqueue(new Uint8Array([1, 2, 3]))
        else c.error(new Error('reset'))
      },
    })
    const read = await readBody(stream, 100)
    expect([...read.bytes]).toEqual([1, 2, 3])
    expect(read).toMatchObject({ truncated: true, broken: true })
    expect(read.lastByteAt).not.toBeNull()
  })

  it('takes a whole body as it is, and none at all', async () => {
    const whole = await readBody(new Response('abc').body, 100)
    expect(whole).toMatchObject({ truncated: false, broken: false })
    expect(await sha256Hex(whole.bytes)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect((await readBody(null, 100)).bytes.byteLength).toBe(0)
  })
})
