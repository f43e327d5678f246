import { describe, expect, it } from 'vitest'
import { ANSWER_CASES } from './cases/answers.test-kit.ts'
import { type Case, SITE } from './cases/case.test-kit.ts'
import { CERTIFICATE_CASES } from './cases/certificates.test-kit.ts'
import { CROWDED_CASES } from './cases/crowded.test-kit.ts'
import { DNS_CASES } from './cases/dns.test-kit.ts'
import { HTTP_CASES } from './cases/http.test-kit.ts'
import { IP_CASES } from './cases/ip.test-kit.ts'
import { LOCAL_CASES } from './cases/local.test-kit.ts'
import { NOTICE_CASES } from './cases/notices.test-kit.ts'
import { OUTSIDE_CASES } from './cases/outside.test-kit.ts'
import { SECOND_OPINION_CASES } from './cases/second-opinion.test-kit.ts'
import { FILTER_CASES, SLOW_CASES } from './cases/slow.test-kit.ts'
import { TLS_CASES } from './cases/tls.test-kit.ts'
import { type JudgeInput, judge } from './judge.ts'
import { RULE_IDS, RULES } from './rules.ts'

const TABLES: Record<string, Case[]> = {
  'authentic answers': ANSWER_CASES,
  'this device and our link': LOCAL_CASES,
  DNS: DNS_CASES,
  certificates: CERTIFICATE_CASES,
  handshakes: TLS_CASES,
  'plain HTTP': HTTP_CASES,
  'addresses, bodies and the rest': IP_CASES,
  'the view from outside': OUTSIDE_CASES,
  'notices and who else gets them': NOTICE_CASES,
  'second opinions, hops, ports and kept connections': SECOND_OPINION_CASES,
  'a crowded machine': CROWDED_CASES,
  pace: SLOW_CASES,
  'filters at home': FILTER_CASES,
}

/** Without these a lower rule comes to the same verdict; they are there for what the reader is told of the reason. */
const SAME_VERDICT = new Set([
  'local.proxy',
  'dns.only-this-browser',
  'tls.wrong-name-apart',
  'tls.untrusted-for-all',
  'tls.untrusted',
  'tls.unread-sentence',
  'tls.alert-unexplained',
  'http.port-closed',
  'ip.no-ipv6-here',
  'ip.port-closed',
  'body.broken-off',
  'fallback.unexplained',
])

const inputOf = ({ url = SITE, browser, allSites = true, country = '', seen }: Case): JudgeInput => ({
  url,
  browser,
  allSites,
  country,
  observations: seen,
})
const judged = (c: Case) => judge(inputOf(c))

describe('verdicts', () => {
  for (const [table, cases] of Object.entries(TABLES)) {
    describe(table, () => {
      for (const c of cases) {
        it(`${c.name} (${c.browser})`, () => {
          const verdict = judged(c)
          expect(verdict).toMatchObject(c.expect)
          expect(verdict.rules[0]).toBe(c.rule)
        })
      }
    })
  }
})

describe('the rule table', () => {
  it('has each id once', () => {
    expect(new Set(RULE_IDS).size).toBe(RULE_IDS.length)
  })

  it('has no dead rule: each decides at least one case above', () => {
    const deciding = new Set(
      Object.values(TABLES)
        .flat()
        .map((c) => judged(c).rules[0]),
    )
    expect(RULES.map((rule) => rule.id).filter((id) => !deciding.has(id))).toEqual([])
  })

  it.each(RULES.map((rule) => rule.id))('would miss %s: without it some case above goes otherwise', (id) => {
    const without = RULES.filter((rule) => rule.id !== id)
    const changed = Object.values(TABLES)
      .flat()
      .some((c) => {
        const { rules: _, ...said } = judge(inputOf(c), without)
        return Object.entries(c.expect).some(
          ([key, value]) =>
            key !== 'rules' && JSON.stringify(said[key as keyof typeof said]) !== JSON.stringify(value),
        )
      })
    expect(changed).toBe(!SAME_VERDICT.has(id))
  })

  it('gives a source for every rule', () => {
    expect(RULES.filter((rule) => rule.source.length < 4)).toEqual([])
  })
})
