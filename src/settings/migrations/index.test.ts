import { describe, expect, it } from 'vitest'
import { type Step, startAt } from '../../history/migrations/chain.ts'
import { defaultSettings } from '../defaults.ts'
import { migrateSettings, SETTINGS_MIGRATIONS, type SettingsMigration } from './index.ts'

const renamed: SettingsMigration & Step<1, 2> = {
  from: 1,
  to: 2,
  migrate: ({ colour, ...rest }) => ({ ...rest, color: colour }),
}
const doubled: SettingsMigration & Step<2, 3> = {
  from: 2,
  to: 3,
  migrate: (old) => ({ ...old, size: Number(old.size) * 2 }),
}
const chain = startAt<1, SettingsMigration>(1).with(renamed).with(doubled)

describe('migrateSettings', () => {
  it.each([
    [
      'the oldest, step by step',
      { version: 1, colour: 'red', size: 2 },
      { version: 3, color: 'red', size: 4 },
    ],
    ['from the middle', { version: 2, color: 'red', size: 2 }, { version: 3, color: 'red', size: 4 }],
    ['already there', { version: 3, color: 'red', size: 4 }, { version: 3, color: 'red', size: 4 }],
    ['missing', undefined, null],
    ['of a later build', { version: 4, color: 'red' }, null],
    ['without version', { colour: 'red' }, null],
    ['with a nonsense version', { version: 1.5 }, null],
    ['not an object', 'red', null],
    ['null', null, null],
  ])('%s', (_name, stored, expected) => {
    expect(migrateSettings(stored, chain)).toEqual(expected)
  })

  it('does not touch what it was given', () => {
    const stored = Object.freeze({ version: 1, colour: 'red', size: 2 })
    migrateSettings(stored, chain)
    expect(stored).toEqual({ version: 1, colour: 'red', size: 2 })
  })

  it('the released chain ends at the version that the schema wants', () => {
    expect(SETTINGS_MIGRATIONS.version).toBe(defaultSettings('').version)
    expect(SETTINGS_MIGRATIONS.steps.map(({ to }) => to)).toEqual([2, 3])
  })
})
