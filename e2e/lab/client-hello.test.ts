import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHello } from './client-hello.ts'

const short = (value: number) => [value >> 8, value & 255]
const sized = (bytes: number[]) => [...short(bytes.length), ...bytes]

function helloBody(name: string | null, alpn: string[] = []): number[] {
  const extensions: number[] = []
  if (alpn.length > 0) {
    const list = alpn.flatMap((one) => [one.length, ...Buffer.from(one)])
    extensions.push(...short(16), ...sized(sized(list)))
  }
  if (name !== null) extensions.push(...short(0), ...sized(sized([0, ...sized([...Buffer.from(name)])])))
  const body = [3, 3, ...new Array(32).fill(7), 0, ...sized([0x13, 0x01]), 1, 0, ...sized(extensions)]
  return [1, 0, ...short(body.length), ...body]
}

/** The handshake message cut into TLS records of at most this many bytes. */
function records(message: number[], size = 16_384): Buffer {
  const cut: number[] = []
  for (let at = 0; at < message.length; at += size) {
    const piece = message.slice(at, at + size)
    cut.push(22, 3, 1, ...short(piece.length), ...piece)
  }
  return Buffer.from(cut)
}

describe('readHello', () => {
  it('reads the name, lower-cased, and the protocols', () => {
    const hello = readHello(records(helloBody('News.Example', ['h2', 'http/1.1'])))
    expect(hello).toEqual({ state: 'hello', name: 'news.example', alpn: ['h2', 'http/1.1'] })
  })

  it('reads a hello without a name', () => {
    expect(readHello(records(helloBody(null)))).toEqual({ state: 'hello', name: null, alpn: [] })
  })

  it('reads a hello split over TLS records, wherever the cut falls', () => {
    const message = helloBody('split.example')
    for (let size = 1; size <= message.length; size++) {
      expect(readHello(records(message, size)), `cut at ${size}`).toMatchObject({ name: 'split.example' })
    }
  })

  it('asks for more at every shorter start of a hello, and never guesses', () => {
    const whole = records(helloBody('slow.example'), 40)
    for (let end = 0; end < whole.length; end++) {
      expect(readHello(whole.subarray(0, end)), `${end} bytes`).toEqual({ state: 'more' })
    }
    expect(readHello(whole)).toMatchObject({ state: 'hello' })
  })

  it('knows what is not TLS', () => {
    expect(readHello(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ state: 'not-tls' })
    expect(readHello(Buffer.from([22, 3, 1, 0, 0]))).toEqual({ state: 'not-tls' })
    const serverHello = records([2, 0, 0, 4, 3, 3, 0, 0])
    expect(readHello(serverHello)).toEqual({ state: 'not-tls' })
  })

  it('ends on lengths that lie, without a throw', () => {
    const lying = helloBody('x.example')
    lying[lying.length - 3] = 255
    expect(['hello', 'not-tls']).toContain(readHello(records(lying)).state)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const flow = Buffer.concat([Buffer.from([22, 3, 1]), noise])
        expect(['more', 'not-tls', 'hello']).toContain(readHello(flow).state)
      }),
    )
  })
})
