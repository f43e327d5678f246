import { utc } from './timeline.ts'

/**
 * 16 December 2011, Zhanaozen: "almost no phone service, Twitter barely loads" (Respublika); the Civil Initiative on
 * Internet Policy confirmed from Bishkek that Twitter was blocked at operators behind Kazakhtelecom
 * (https://txt.newsru.com/world/16dec2011/twitkaz.html). Which Kyrgyz operators it was is not published, nor at which
 * layer it bit: those parts are assumed, and said to be.
 */
export interface ReplayedNetwork {
  networkId: string
  what: string
  /** Its traffic crosses AS9198. */
  behind: boolean
  /** What was played for Twitter: dropped by address on fixed lines, a crawl on mobile ones, free elsewhere. */
  twitter: 'dropped' | 'crawls' | 'opens'
}

export const DAY = utc('2011-12-16T12:00')

export const NETWORKS: readonly ReplayedNetwork[] = [
  { networkId: 'as9198-kz', what: 'Kazakhtelecom, fixed line', behind: true, twitter: 'dropped' },
  { networkId: 'as29355-kz', what: 'Kcell, mobile, behind it', behind: true, twitter: 'crawls' },
  {
    networkId: 'as12997-kg',
    what: 'a Kyrgyz operator behind it (assumed)',
    behind: true,
    twitter: 'dropped',
  },
  {
    networkId: 'as12764-kg',
    what: 'a Kyrgyz operator not behind it (assumed)',
    behind: false,
    twitter: 'opens',
  },
  { networkId: 'as8359-ru', what: 'Russia', behind: false, twitter: 'opens' },
  { networkId: 'as3320-de', what: 'European Union', behind: false, twitter: 'opens' },
  { networkId: 'as7922-us', what: 'United States', behind: false, twitter: 'opens' },
  { networkId: 'as3320-de-vpn', what: 'the Kazakh line through a proxy', behind: false, twitter: 'opens' },
]

export const TWITTER = 'https://twitter.com/'
export const OTHERS: readonly string[] = ['https://www.wikipedia.org/', 'https://www.bbc.co.uk/']
