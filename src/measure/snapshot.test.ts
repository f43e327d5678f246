import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { SNAPSHOT_CONTEXT } from '../../core/protocol/control.ts'
import { openSnapshot, SNAPSHOT_BYTES } from './snapshot.ts'

const NOW = 1_700_000_000_000
const publisher = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
/** The 32 raw bytes end the DER form (RFC 8410). */
const rawKey = (key: KeyObject) =>
  key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
const key = rawKey(publisher.publicKey)

const content = { version: 1, createdAt: NOW - 60_000, expiresAt: NOW + 3_600_000, entries: [] as unknown[] }
const publish = (text: string, { by = publisher, context = SNAPSHOT_CONTEXT } = {}) =>
  JSON.stringify({
    snapshot: text,
    signature: sign(null, Buffer.from(context + text), by.privateKey).toString('base64'),
  })
const publishing = (over: object) => publish(JSON.stringify({ ...content, ...over }))

let terms = { key, now: NOW, notBefore: 0 }
beforeEach(() => {
  terms = { key, now: NOW, notBefore: 0 }
})
const refusal = (published: string) =>
  openSnapshot(published, terms).then(
    () => 'believed',
    (error: { code: string }) => error.code,
  )

describe('openSnapshot', () => {
  it('believes what the publisher signed, byte for byte', async () => {
    expect(await openSnapshot(publishing({}), terms)).toEqual(content)
    // Another JSON writer's spacing is as good.
    expect(await refusal(publish(JSON.stringify(content, null, 2)))).toBe('believed')
  })

  it.each<[string, string, string]>([
    ['not JSON', '<html>', 'not-a-snapshot'],
    ['nothing', '', 'not-a-snapshot'],
    ['another shape', '{"snapshot":1}', 'not-a-snapshot'],
    ['a stranger’s', publish(JSON.stringify(content), { by: stranger }), 'signature'],
    ['signed for something else', publish(JSON.stringify(content), { context: '' }), 'signature'],
    [
      'changed by a byte',
      publishing({}).replace('3600000', '3600001').replace('entries', 'entriez'),
      'signature',
    ],
    [
      'a signature that is none',
      JSON.stringify({ snapshot: JSON.stringify(content), signature: '!' }),
      'signature',
    ],
    ['of another version', publishing({ version: 2 }), 'not-a-snapshot'],
    ['signed, but no JSON', publish('hello'), 'not-a-snapshot'],
    ['with a bad entry', publishing({ entries: [{ url: 3 }] }), 'not-a-snapshot'],
    ['expired', publishing({ expiresAt: NOW }), 'expired'],
    ['from the future', publishing({ createdAt: NOW + 11 * 60_000 }), 'future'],
    ['a clock a little off', publishing({ createdAt: NOW + 9 * 60_000 }), 'believed'],
    ['too large', `${publishing({})}${' '.repeat(SNAPSHOT_BYTES)}`, 'too-large'],
  ])('%s', async (_name, published, code) => {
    expect(await refusal(published)).toBe(code)
  })

  it('refuses one older than what we have, and takes the same again', async () => {
    terms.notBefore = content.createdAt + 1
    expect(await refusal(publishing({}))).toBe('older')
    terms.notBefore = content.createdAt
    expect(await refusal(publishing({}))).toBe('believed')
  })

  it('refuses everything when the key is none', async () => {
    terms.key = 'AAAA'
    expect(await refusal(publishing({}))).toBe('signature')
  })
})
