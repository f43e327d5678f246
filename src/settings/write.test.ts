import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from './defaults.ts'
import { DAMAGED_SETTINGS_KEY, readSettings, SETTINGS_KEY } from './read.ts'
import { testArea } from './test-area.ts'
import { type SettingsPatch, settingsWriter } from './write.ts'

const start = defaultSettings('')
const writerOn = (area = testArea()) => ({ area, writer: settingsWriter(area, '') })

describe('update', () => {
  it('stores what changed and answers the whole', async () => {
    const { area, writer } = writerOn()
    const settings = await writer.update({ paused: true, country: 'KZ' })
    expect(settings).toEqual({ ...start, paused: true, country: 'KZ' })
    expect(await readSettings(area, '')).toEqual(settings)
  })

  it('two at once lose nothing, groups neither', async () => {
    const { area, writer } = writerOn()
    await Promise.all([
      writer.update({ paused: true }),
      writer.update({ intervalMinutes: 30 }),
      writer.update({ groups: { circumvention: true } }),
      writer.update({ groups: { social: false } }),
    ])
    expect(await readSettings(area, '')).toEqual({
      ...start,
      paused: true,
      intervalMinutes: 30,
      groups: { ...start.groups, circumvention: true, social: false },
    })
  })

  it('any patches at once end as if made one after another', async () => {
    const patch: fc.Arbitrary<SettingsPatch> = fc.record(
      {
        paused: fc.boolean(),
        secondOpinions: fc.boolean(),
        intervalMinutes: fc.integer({ min: 15, max: 1440 }),
        country: fc.constantFrom('', 'KZ', 'KG'),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(patch), async (patches) => {
        const { area, writer } = writerOn()
        await Promise.all(patches.map((one) => writer.update(one)))
        expect(await readSettings(area, '')).toEqual(Object.assign({ ...start }, ...patches))
      }),
    )
  })

  it('refuses a forbidden value, stores nothing, and goes on', async () => {
    const { area, writer } = writerOn()
    await expect(writer.update({ intervalMinutes: 1 })).rejects.toThrow()
    expect(area.items).toEqual({})
    expect((await writer.update({ paused: true })).paused).toBe(true)
  })

  it('cannot give consent, nor change the version', async () => {
    const { writer } = writerOn()
    const smuggled = { consent: { at: 1, textVersion: 1 }, version: 2, paused: true } as SettingsPatch
    expect(await writer.update(smuggled)).toEqual({ ...start, paused: true })
  })

  it('goes on after the storage failed once', async () => {
    const area = testArea()
    const { set } = area
    area.set = () => Promise.reject(new Error('quota'))
    const writer = settingsWriter(area, '')
    await expect(writer.update({ paused: true })).rejects.toThrow('quota')
    area.set = set
    expect(await writer.update({ country: 'KG' })).toEqual({ ...start, country: 'KG' })
  })

  it('keeps a damaged copy before writing over it', async () => {
    const damaged = { version: 1, consent: { at: 'once' } }
    const { area, writer } = writerOn(testArea({ [SETTINGS_KEY]: damaged }))
    await writer.update({ paused: true })
    expect(area.items).toEqual({
      [SETTINGS_KEY]: { ...start, paused: true },
      [DAMAGED_SETTINGS_KEY]: damaged,
    })
    await writer.update({ paused: false })
    expect(area.items[DAMAGED_SETTINGS_KEY]).toEqual(damaged)
  })
})

describe('giveConsent', () => {
  it('stores when and to what, with the choices of the page', async () => {
    const { area, writer } = writerOn()
    const groups = { ...start.groups, 'human-rights': true }
    const given = { at: 5, textVersion: 2, groups, secondOpinions: true, country: 'KZ' }
    await Promise.all([writer.giveConsent(given), writer.update({ paused: true })])
    expect(await readSettings(area, '')).toEqual({
      ...start,
      consent: { at: 5, textVersion: 2 },
      groups,
      secondOpinions: true,
      country: 'KZ',
      paused: true,
    })
  })
})
