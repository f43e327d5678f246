import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser } from '../platform/fake-browser.test-kit.ts'
import type { Handlers } from './receive.ts'
import { fromWire, MessageError } from './wire.ts'

const fake = vi.hoisted(() => ({ browser: {} as never }))
vi.mock('../platform/browser.ts', () => fake)
const { answer, isOwnPage, receive } = await import('./receive.ts')

let calls: unknown[] = []
const note = (name: string) => async (request: unknown) => {
  calls.push([name, request])
  return null as never
}
const handlers = Object.fromEntries(
  [
    'sweep.start',
    'sweep.stop',
    'target.check',
    'target.add',
    'target.remove',
    'consent.give',
    'settings.update',
    'fingerprints.import',
    'fingerprints.remove',
    'fingerprints.info',
  ].map((name) => [name, note(name)]),
) as unknown as Handlers

beforeEach(() => {
  calls = []
})

describe('isOwnPage', () => {
  const base = 'chrome-extension://own-id/'
  it.each([
    [{ id: 'own-id', url: `${base}src/popup/popup.html` }, true],
    [{ id: 'other-id', url: 'chrome-extension://other-id/x.html' }, false],
    // A content script or web page in our name.
    [{ id: 'own-id', url: 'https://evil.test/' }, false],
    [{ id: 'own-id' }, false],
    [{ url: `${base}x` }, false],
  ])('%j: %s', (sender, own) => {
    expect(isOwnPage(sender, 'own-id', base)).toBe(own)
  })
})

describe('answer', () => {
  it('hands a well-formed message to its handler', async () => {
    expect(await answer({ name: 'target.add', request: { url: 'a.test' } }, handlers)).toEqual({
      ok: true,
      value: null,
    })
    expect(calls).toEqual([['target.add', { url: 'a.test' }]])
  })

  it('hands over a file as it is', async () => {
    const request = { text: 'name,scope\n'.repeat(100_000), fileName: 'list.csv' }
    await answer({ name: 'fingerprints.import', request }, handlers)
    expect(calls).toEqual([['fingerprints.import', request]])
  })

  it.each([
    [{ name: 'toString', request: {} }],
    [{ name: 'sweep.start', request: { pace: 'fast' } }],
    [{ name: 'sweep.start', request: { pace: 'now', extra: 1 } }],
    [{ name: 'settings.update', request: { consent: { at: 1, textVersion: 1 } } }],
    [{ name: 'settings.update', request: { customResolver: 'http://plain.test/' } }],
    [{ name: 'settings.update', request: { intervalMinutes: 1 } }],
    [{ name: 'settings.update', request: { controlHelpers: ['http://plain.test/'] } }],
    [{ name: 'settings.update', request: { snapshot: { url: 'https://view.test/', key: 'short' } } }],
    [{ name: 'fingerprints.import', request: { text: 7, fileName: 'x.csv' } }],
    [{ name: 'fingerprints.remove', request: { all: true } }],
    [{ name: 'target.add', request: { url: 'x'.repeat(5000) } }],
    [{ request: {} }],
    [null],
    ['garbage'],
  ])('refuses %j and calls nobody', async (message) => {
    expect(await answer(message, handlers)).toMatchObject({ ok: false })
    expect(calls).toEqual([])
  })

  it('carries a handler’s error across with its code', async () => {
    const failing = {
      ...handlers,
      'sweep.stop': () => Promise.reject(new MessageError('consent', 'not agreed')),
    }
    const wire = await answer({ name: 'sweep.stop', request: {} }, failing)
    expect(() => fromWire(wire)).toThrow(expect.objectContaining({ code: 'consent', message: 'not agreed' }))
  })
})

describe('receive', () => {
  it('answers strangers with a refusal and never reaches a handler', async () => {
    const browser = fakeBrowser()
    fake.browser = browser as never
    receive(handlers)
    const message = { name: 'sweep.stop', request: {} }
    const [stranger] = await browser.runtime.onMessage.emit(message, {
      id: 'other',
      url: 'https://evil.test/',
    })
    expect(stranger).toMatchObject({ ok: false, code: 'refused' })
    expect(calls).toEqual([])
    const [own] = await browser.runtime.onMessage.emit(message, {
      id: 'own-id',
      url: browser.runtime.getURL('x'),
    })
    expect(own).toEqual({ ok: true, value: null })
  })

  it('treats silence as an error', () => {
    expect(() => fromWire(undefined)).toThrow(expect.objectContaining({ code: 'no-answer' }))
  })
})
