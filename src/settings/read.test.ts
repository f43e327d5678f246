import { describe, expect, it } from 'vitest'
import { defaultSettings } from './defaults.ts'
import { parseSettings, readSettings, SETTINGS_KEY } from './read.ts'
import { testArea } from './test-area.ts'

const agreed = { ...defaultSettings(''), consent: { at: 1, textVersion: 1 } }

describe('readSettings', () => {
  it('answers the defaults before anything was stored, with the country of the time zone', async () => {
    expect(await readSettings(testArea(), 'Asia/Bishkek')).toEqual(defaultSettings('Asia/Bishkek'))
  })

  it('answers what is stored, country included, whatever the time zone', async () => {
    expect(await readSettings(testArea({ [SETTINGS_KEY]: agreed }), 'Asia/Almaty')).toEqual(agreed)
  })

  it.each([
    ['null', null],
    ['a string', 'on'],
    ['no version', { ...agreed, version: undefined }],
    ['a later version', { ...agreed, version: agreed.version + 1 }],
    ['a forbidden value', { ...agreed, intervalMinutes: 1 }],
    ['an unsafe resolver', { ...agreed, customResolver: 'http://dns.example/' }],
    ['no room for a single look', { ...agreed, keepMegabytes: 0 }],
    ['a look-up without https', { ...agreed, networkLookup: 'http://where.example/' }],
    ['half of it', { version: 1, consent: agreed.consent }],
    ['a helper without https', { ...agreed, controlHelpers: ['http://control.example/'] }],
    ['a key that is none', { ...agreed, snapshot: { url: 'https://view.example/', key: 'short' } }],
  ])('%s gives the defaults without consent, and stays on the disk', async (_name, stored) => {
    const area = testArea({ [SETTINGS_KEY]: stored })
    expect(await readSettings(area, '')).toEqual(defaultSettings(''))
    expect(area.items).toEqual({ [SETTINGS_KEY]: stored })
  })

  it('gives a group that came later its default', () => {
    const { payments: _, ...groups } = { ...agreed.groups, circumvention: true }
    const settings = parseSettings({ ...agreed, groups })
    expect(settings?.groups).toMatchObject({ payments: true, circumvention: true })
  })
})
