import { describe, expect, it } from 'vitest'
import { CONSENT_TEXT_VERSION } from './consent.ts'
import { defaultSettings } from './defaults.ts'
import { needsNewAgreement, opinionsAllowed } from './opinions.ts'
import type { Settings } from './settings.ts'

const agreed: Settings = {
  ...defaultSettings(''),
  consent: { at: 1, textVersion: CONSENT_TEXT_VERSION },
  secondOpinions: true,
  snapshot: { url: 'https://view.example/control/snapshot', key: '' },
  transferMegabytes: 10,
}
const none = {
  resolvers: false,
  control: false,
  snapshot: false,
  canaries: false,
  neutral: false,
  transfers: false,
  networks: false,
}
const all = {
  resolvers: true,
  control: true,
  snapshot: true,
  canaries: true,
  neutral: true,
  transfers: true,
  networks: true,
}

describe('opinionsAllowed', () => {
  it.each<[string, Partial<Settings>, object]>([
    ['agreed to today’s text', {}, all],
    ['never agreed', { consent: null }, none],
    ['the switch is off', { secondOpinions: false }, none],
    ['agreed to the first text', { consent: { at: 1, textVersion: 1 } }, { ...none, resolvers: true }],
    ['agreed to the second text', { consent: { at: 1, textVersion: 2 } }, { ...all, networks: false }],
    ['no helper wanted', { controlHelpers: [] }, { ...all, control: false }],
    ['a helper named', { controlHelpers: ['https://control.example/'] }, all],
    ['no publisher named', { snapshot: null }, { ...all, snapshot: false }],
    ['no size budget', { transferMegabytes: 0 }, { ...all, transfers: false }],
  ])('%s', (_name, change, allowed) => {
    expect(opinionsAllowed({ ...agreed, ...change })).toEqual(allowed)
  })
})

describe('needsNewAgreement', () => {
  it.each<[string, Partial<Settings>, boolean]>([
    ['today’s text', {}, false],
    ['the first text', { consent: { at: 1, textVersion: 1 } }, true],
    ['the second text', { consent: { at: 1, textVersion: 2 } }, true],
    ['the first text, switch off', { consent: { at: 1, textVersion: 1 }, secondOpinions: false }, false],
    ['no text', { consent: null }, false],
  ])('%s: %s', (_name, change, needed) => {
    expect(needsNewAgreement({ ...agreed, ...change })).toBe(needed)
  })
})
