import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { TARGET_GROUPS } from '../../core/model/target.ts'
import { DEFAULT_GROUPS, defaultSettings } from './defaults.ts'
import { SettingsSchema } from './settings.ts'

describe('defaults', () => {
  it('are settings, without consent and without asking third parties', () => {
    const settings = defaultSettings('Asia/Almaty')
    expect(v.parse(SettingsSchema, settings)).toEqual(settings)
    expect(settings).toMatchObject({ consent: null, secondOpinions: false, paused: false, country: 'KZ' })
  })

  it('say of every group whether it is on; the sensitive ones are off', () => {
    expect(Object.keys(DEFAULT_GROUPS).sort()).toEqual([...TARGET_GROUPS].sort())
    const off = TARGET_GROUPS.filter((group) => !DEFAULT_GROUPS[group])
    expect(off).toEqual(['circumvention', 'human-rights'])
  })

  it('are never shared: changing one copy changes no other', () => {
    defaultSettings('').groups.circumvention = true
    expect(defaultSettings('').groups.circumvention).toBe(false)
  })
})
