import type { ResponseSeen } from '../../model/observation.ts'

/** Titles of the waiting rooms and robot checks of the large protection services, and "captcha" in any of them. */
const CHALLENGE_WORDS =
  /just a moment|attention required|checking your browser|verify(ing)? (that )?you are (a )?human|are you a robot|ddos-guard|ddos protection|captcha|security check/i

/**
 * The site (or its protection service) wants proof of a human: an answer of the site, never a block of the
 * network. Read as blocks, these were a main source of false positives (Censored Planet 2020; OONI probe#2661).
 */
export function isChallenge(response: ResponseSeen): boolean {
  if (response.headers['cf-mitigated']?.toLowerCase() === 'challenge') return true
  const names = response.headerNames
  if (names.includes('cf-mitigated') || names.includes('x-amzn-waf-action')) return true
  const unfriendly = [401, 403, 405, 429, 503].includes(response.status)
  return unfriendly && CHALLENGE_WORDS.test(`${response.title ?? ''} ${response.text}`)
}

export const titleIsChallenge = (title: string | null): boolean => CHALLENGE_WORDS.test(title ?? '')
