import { decode, encode, type RecordType } from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readQuestion, writeAnswer } from './dns-message.ts'
import type { Resolution } from './zone.ts'

const ask = (name: string, type: RecordType = 'A') =>
  encode({ type: 'query', id: 77, flags: 256, questions: [{ type, name }] })

function answer(name: string, type: RecordType, resolution: Resolution) {
  const message = ask(name, type)
  const question = readQuestion(message)
  if (!question) throw new Error('not a question')
  const packet = decode(writeAnswer(message, question, resolution))
  return {
    id: packet.id,
    rcode: 'rcode' in packet ? packet.rcode : '',
    answers: packet.answers,
    questions: packet.questions,
  }
}

describe('DNS messages', () => {
  it('answers A questions with the IPv4 addresses, under the same id and spelling', () => {
    const seen = answer('News.Example', 'A', { rcode: 'NOERROR', addresses: ['1.2.3.4', '2001:db8::1'] })
    expect(seen).toMatchObject({ id: 77, rcode: 'NOERROR' })
    expect(seen.answers).toMatchObject([{ type: 'A', name: 'News.Example', data: '1.2.3.4' }])
    expect(seen.questions).toMatchObject([{ name: 'News.Example' }])
  })

  it('answers other types with nothing, and no error', () => {
    const seen = answer('news.example', 'AAAA', { rcode: 'NOERROR', addresses: ['1.2.3.4'] })
    expect(seen).toMatchObject({ rcode: 'NOERROR', answers: [] })
  })

  it.each(['NXDOMAIN', 'SERVFAIL', 'REFUSED'] as const)('says %s', (rcode) => {
    expect(answer('news.example', 'A', { rcode, addresses: [] })).toMatchObject({ rcode, answers: [] })
  })

  it('reads names in lower case and never throws on noise', () => {
    expect(readQuestion(ask('NEWS.example'))).toEqual({ id: 77, name: 'news.example', type: 'A' })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        const read = readQuestion(noise)
        expect(read === null || typeof read.name === 'string').toBe(true)
      }),
    )
  })
})
