import type { Settings } from './settings.ts'

/** Who may be asked beside the site itself. */
export interface Opinions {
  /** DNS over HTTPS, built in or the user's own. */
  resolvers: boolean
  /** Control helpers: single questions. */
  control: boolean
  /** The published view of the public list. */
  snapshot: boolean
  /** Names that home filters answer falsely. */
  canaries: boolean
  /** Addresses asked by a name that says nothing of the site. */
  neutral: boolean
  /** Large answers fetched beside a slow site, within the size budget. */
  transfers: boolean
  /** Network look-ups: which operator this is. */
  networks: boolean
}

type Choices = Pick<
  Settings,
  'consent' | 'secondOpinions' | 'controlHelpers' | 'snapshot' | 'transferMegabytes'
>

/** The text that first named everybody but the resolvers. */
const OUTSIDE_VIEW_TEXT = 2
/** ... and the one that named the network look-ups. */
const NETWORKS_TEXT = 3

/**
 * What the user agreed to and left on. An agreement to an earlier text still holds for what that text named; what
 * came later is not used until the user has agreed to it.
 */
export function opinionsAllowed(settings: Choices): Opinions {
  const resolvers = settings.consent !== null && settings.secondOpinions
  const later = resolvers && (settings.consent?.textVersion ?? 0) >= OUTSIDE_VIEW_TEXT
  return {
    resolvers,
    control: later && settings.controlHelpers?.length !== 0,
    snapshot: later && settings.snapshot !== null,
    canaries: later,
    neutral: later,
    transfers: later && settings.transferMegabytes > 0,
    networks: resolvers && (settings.consent?.textVersion ?? 0) >= NETWORKS_TEXT,
  }
}

/** Second opinions are on, and some of today's wait for an agreement to today's text. */
export function needsNewAgreement({
  consent,
  secondOpinions,
}: Pick<Settings, 'consent' | 'secondOpinions'>): boolean {
  return consent !== null && secondOpinions && consent.textVersion < NETWORKS_TEXT
}
