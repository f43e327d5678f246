import type { TargetGroup } from '../../core/model/target.ts'

/** A Citizen Lab category code (https://github.com/citizenlab/test-lists, category codes) and a home page. */
export type StarterSite = readonly [category: string, url: `https://${string}/`]

/**
 * The built-in watchlist: services that many people depend on, chosen for this project with Kazakhstan and its
 * neighbours in mind. A short list on purpose: each site costs everyone a request every sweep.
 */
export const STARTER: Readonly<Record<Exclude<TargetGroup, 'custom'>, readonly StarterSite[]>> = {
  messengers: [
    ['COMT', 'https://web.telegram.org/'],
    ['COMT', 'https://telegram.org/'],
    ['COMT', 'https://web.whatsapp.com/'],
    ['COMT', 'https://signal.org/'],
    ['COMT', 'https://www.viber.com/'],
    ['COMT', 'https://discord.com/'],
    ['COMT', 'https://zoom.us/'],
  ],
  social: [
    ['GRP', 'https://x.com/'],
    ['GRP', 'https://www.facebook.com/'],
    ['GRP', 'https://www.instagram.com/'],
    ['MMED', 'https://www.youtube.com/'],
    ['MMED', 'https://www.tiktok.com/'],
    ['GRP', 'https://vk.com/'],
    ['GRP', 'https://ok.ru/'],
    ['GRP', 'https://www.reddit.com/'],
    ['GRP', 'https://www.linkedin.com/'],
    ['GRP', 'https://bsky.app/'],
    ['HOST', 'https://medium.com/'],
  ],
  news: [
    ['NEWS', 'https://www.bbc.com/'],
    ['NEWS', 'https://www.dw.com/'],
    ['NEWS', 'https://www.reuters.com/'],
    ['NEWS', 'https://www.nytimes.com/'],
    ['NEWS', 'https://www.theguardian.com/'],
    ['NEWS', 'https://www.rferl.org/'],
    ['NEWS', 'https://www.currenttime.tv/'],
    ['NEWS', 'https://meduza.io/'],
  ],
  'news-kz': [
    ['NEWS', 'https://www.azattyq.org/'],
    ['NEWS', 'https://rus.azattyq.org/'],
    ['NEWS', 'https://vlast.kz/'],
    ['NEWS', 'https://orda.kz/'],
    ['NEWS', 'https://tengrinews.kz/'],
    ['NEWS', 'https://informburo.kz/'],
    ['NEWS', 'https://www.zakon.kz/'],
    ['NEWS', 'https://masa.media/'],
    ['NEWS', 'https://kloop.kg/'],
    ['NEWS', 'https://24.kg/'],
  ],
  circumvention: [
    ['ANON', 'https://www.torproject.org/'],
    ['ANON', 'https://bridges.torproject.org/'],
    ['ANON', 'https://psiphon.ca/'],
    ['ANON', 'https://getlantern.org/'],
    ['ANON', 'https://protonvpn.com/'],
    ['ANON', 'https://getoutline.org/'],
    ['ANON', 'https://mullvad.net/'],
  ],
  'human-rights': [
    ['HUMR', 'https://www.hrw.org/'],
    ['HUMR', 'https://www.amnesty.org/'],
    ['HUMR', 'https://rsf.org/'],
    ['HUMR', 'https://freedomhouse.org/'],
    ['HUMR', 'https://bureau.kz/'],
    ['HUMR', 'https://www.change.org/'],
  ],
  government: [
    ['GOVT', 'https://egov.kz/'],
    ['GOVT', 'https://www.gov.kz/'],
    ['GOVT', 'https://www.akorda.kz/'],
    ['GOVT', 'https://www.gov.kg/'],
  ],
  payments: [
    ['COMM', 'https://kaspi.kz/'],
    ['COMM', 'https://halykbank.kz/'],
    ['COMM', 'https://www.visa.com/'],
    ['COMM', 'https://www.mastercard.com/'],
    ['COMM', 'https://www.paypal.com/'],
    ['COMM', 'https://wise.com/'],
  ],
}

/** Groups whose testing may draw attention to the tester: off until chosen. */
export const SENSITIVE_GROUPS: ReadonlySet<TargetGroup> = new Set<TargetGroup>([
  'circumvention',
  'human-rights',
])
