import type { Observation } from '../../model/observation.ts'
import type { Verdict } from '../../model/verdict.ts'

/** A situation and what must be said of it. */
export interface Case {
  name: string
  browser: 'chromium' | 'firefox'
  /** Default: the https site below. */
  url?: string
  allSites?: boolean
  /** Where it was measured. */
  country?: string
  seen: Observation[]
  /** The deciding rule. */
  rule: string
  expect: Partial<Verdict> & Pick<Verdict, 'status'>
}

export const HOST = 'news.example'
export const SITE = 'https://news.example/'
export const PLAIN = 'http://news.example/'
/** The site's own address, and another of it. */
export const IP = '93.184.216.34'
export const IP2 = '93.184.216.35'
/** Somebody else's. */
export const OTHER = '185.22.66.11'

/** The same situation in both browsers. */
export function inBoth(both: Omit<Case, 'browser'>): Case[] {
  return [
    { ...both, browser: 'chromium' },
    { ...both, browser: 'firefox' },
  ]
}
