import { describe, expect, it } from 'vitest'
import { DEFAULT_GROUPS, DEFAULT_LIMITS } from '../defaults.ts'
import { parseSettings } from '../read.ts'
import { limits } from './003-limits.ts'

const v2 = {
  version: 2,
  consent: { at: 1_700_000_000_000, textVersion: 2 },
  secondOpinions: true,
  customResolver: null,
  controlHelpers: ['https://control.example/'],
  snapshot: null,
  transferMegabytes: 25,
  country: 'KG',
  groups: { ...DEFAULT_GROUPS, circumvention: true },
  paused: false,
  intervalMinutes: 120,
}

describe('settings 2 -> 3', () => {
  it('keep everything and begin with limits that a new installation has', () => {
    expect(parseSettings(v2)).toEqual({ ...v2, version: 3, ...DEFAULT_LIMITS })
  })

  it('keep history as before: nobody asked to forget it', () => {
    expect(parseSettings(v2)).toMatchObject({ keepHistory: true })
  })

  it('drop nothing that they do not know', () => {
    expect(limits.migrate({ strange: 1 })).toMatchObject({ strange: 1 })
  })

  it.each([
    ['with a damaged part', { ...v2, transferMegabytes: -1 }],
    ['with a part missing', { ...v2, controlHelpers: undefined }],
    ['that say they are newer than they are', { ...v2, version: 3 }],
  ])('%s cannot be read', (_name, stored) => {
    expect(parseSettings(stored)).toBeNull()
  })
})
