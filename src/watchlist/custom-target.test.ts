import { describe, expect, it } from 'vitest'
import { customTarget } from './custom-target.ts'

describe('customTarget', () => {
  it('takes a bare host, as the user’s own target', () => {
    expect(customTarget(' Example.org ', 9)).toEqual({
      ok: true,
      target: {
        id: 'https://example.org/',
        url: 'https://example.org/',
        category: 'MISC',
        group: 'custom',
        sensitive: false,
        enabled: true,
        addedAt: 9,
      },
    })
  })

  it('keeps what the built-in list knows of a site', () => {
    expect(customTarget('https://www.torproject.org', 9)).toMatchObject({
      target: { id: 'https://www.torproject.org/', category: 'ANON', sensitive: true, group: 'custom' },
    })
  })

  it.each([
    ['', 'empty'],
    ['ftp://example.org/', 'scheme'],
    ['http://192.168.1.1/', 'local-address'],
    ['http://router.lan/', 'local-name'],
  ])('refuses %j: %s', (entry, error) => {
    expect(customTarget(entry, 9)).toEqual({ ok: false, error })
  })
})
