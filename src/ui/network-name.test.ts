import { describe, expect, it, vi } from 'vitest'

vi.mock('../platform/browser.ts', () => ({
  browser: { i18n: { getMessage: (key: string) => `<${key}>`, getUILanguage: () => 'en' } },
}))
const { networkName } = await import('./network-name.ts')

const nothing = { label: null, operator: null, asn: null }

describe('networkName', () => {
  it.each([
    [
      'the user’s own word first',
      { label: 'home', operator: 'Kazakhtelecom', asn: 9198 },
      'home · Kazakhtelecom',
    ],
    ['the operator', { ...nothing, operator: 'Kazakhtelecom', asn: 9198 }, 'Kazakhtelecom'],
    ['the number where there is no name', { ...nothing, asn: 9198 }, 'AS9198'],
    ['a word for a network nobody knows', { ...nothing, label: 'café' }, 'café'],
    ['that it is unknown', nothing, '<network_unknown>'],
    ['that it is unknown when there is none', null, '<network_unknown>'],
  ])('says %s', (_what, network, said) => {
    expect(networkName(network)).toBe(said)
  })
})
