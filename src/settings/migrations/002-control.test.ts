import { describe, expect, it } from 'vitest'
import { DEFAULT_GROUPS } from '../defaults.ts'
import { parseSettings } from '../read.ts'
import { control } from './002-control.ts'

const v1 = {
  version: 1,
  consent: { at: 1_700_000_000_000, textVersion: 1 },
  secondOpinions: true,
  customResolver: 'https://dns.example/dns-query',
  country: 'KZ',
  groups: { ...DEFAULT_GROUPS, circumvention: true },
  paused: true,
  intervalMinutes: 30,
}

describe('settings 1 -> 2', () => {
  it('keep everything, the old agreement too, and begin with what is built in', () => {
    expect(control.migrate(v1)).toEqual({
      ...v1,
      controlHelpers: null,
      snapshot: null,
      transferMegabytes: 0,
    })
  })

  it('of somebody who never agreed stay without an agreement', () => {
    expect(parseSettings({ ...v1, consent: null })).toMatchObject({ consent: null, controlHelpers: null })
  })

  it('drop nothing that they do not know', () => {
    expect(control.migrate({ strange: 1 })).toMatchObject({ strange: 1 })
  })

  it.each([
    ['without a version', { ...v1, version: undefined }],
    ['with a damaged part', { ...v1, intervalMinutes: 'often' }],
    ['with a part missing', { ...v1, groups: undefined }],
    ['of a later version', { ...v1, version: 4 }],
  ])('%s cannot be read', (_name, stored) => {
    expect(parseSettings(stored)).toBeNull()
  })
})
