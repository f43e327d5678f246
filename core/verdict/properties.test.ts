import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import type { FailureCode } from '../model/failure.ts'
import type { Observation } from '../model/observation.ts'
import { CONFIDENCES } from '../model/status.ts'
import { type Verdict, VerdictSchema } from '../model/verdict.ts'
import { anyAnswer, anyObservations } from './any-observation.test-kit.ts'
import { HOST, IP, PLAIN, SITE } from './cases/case.test-kit.ts'
import { factsOf } from './facts/facts.ts'
import { type JudgeInput, judge } from './judge.ts'
import { address, again, allDoh, control, failed, page, references, systemDns } from './observe.test-kit.ts'
import { idOf, type Look, MAX_LOOKS, nextLooks } from './plan.ts'
import { RULE_IDS } from './rules.ts'

const anyInput = fc.record({
  url: fc.constantFrom(SITE, PLAIN),
  browser: fc.constantFrom('chromium' as const, 'firefox' as const),
  allSites: fc.boolean(),
  observations: anyObservations,
})
const runs = { numRuns: 500 }
// The only limit is patience: a crowded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 })
const whole = (input: JudgeInput): Observation[] => [...input.observations]

describe('whatever was seen', () => {
  it('there is exactly one well-formed verdict of known rules', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const verdict = judge(input)
        v.parse(VerdictSchema, verdict)
        expect(verdict.rules.filter((id) => !RULE_IDS.includes(id))).toEqual([])
        expect(verdict.mechanism !== null).toBe(verdict.status === 'blocked')
        expect(verdict.confidence !== null).toBe(
          verdict.status === 'blocked' || verdict.status === 'throttled',
        )
        expect(verdict.reason !== null).toBe(verdict.status === 'untested')
        expect(verdict.scope !== null).toBe(verdict.status === 'refused')
      }),
      runs,
    )
  })

  it('a link that is down never gives a block', () => {
    const down = fc.constantFrom(
      references({ foreign: 0, inCountry: 0, portal: 'silent' }),
      references({ foreign: 0, inCountry: 0, portal: 'altered' }),
      references({ foreign: 0, inCountry: 3, portal: 'silent' }),
    )
    fc.assert(
      fc.property(anyInput, down, (input, gone) => {
        const others = input.observations.filter((o) => o.kind !== 'reference')
        const noRoot = (o: Observation) => o.kind !== 'page' || o.response?.security?.builtInRoot !== false
        const verdict = judge({ ...input, observations: [...others.filter(noRoot), ...gone] })
        expect(verdict.status).not.toBe('blocked')
      }),
      runs,
    )
  })

  it('a healthy answer of the site on a connection of its own is never a block', () => {
    fc.assert(
      fc.property(anyInput, fc.boolean(), fc.nat(20), (input, repeated, at) => {
        const healthy = repeated ? again(page(SITE)) : page(SITE)
        const observations = whole(input)
        observations.splice(at, 0, healthy)
        const verdict = judge({ ...input, url: SITE, observations })
        expect(verdict.status).not.toBe('blocked')
      }),
      runs,
    )
  })

  it('nothing is likely without a repeat, a second opinion and a fine link', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const verdict = judge(input)
        if (verdict.confidence !== 'likely') return
        const facts = factsOf(input)
        expect(facts.link).toBe('online')
        expect(facts.repeated).toBe(true)
        expect(input.allSites).toBe(true)
      }),
      runs,
    )
  })

  it('nobody is confirmed on one look, but by a page known from elsewhere', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { confidence, rules } = judge(input)
        if (confidence === 'confirmed') expect(rules[0]).toMatch(/^fingerprint\./)
      }),
      runs,
    )
  })

  it('one more success of the target on a connection of its own never makes it worse', () => {
    const harm = ({ status, confidence }: Verdict) =>
      status === 'blocked'
        ? 10 + CONFIDENCES.indexOf(confidence ?? 'suspected')
        : status === 'throttled'
          ? 5 + CONFIDENCES.indexOf(confidence ?? 'suspected')
          : 0
    const success = fc.constantFrom(
      page(SITE, {}, { ms: 400, firstByteMs: 200, quietMs: 0 }),
      again(page(SITE, {}, { ms: 400, firstByteMs: 200, quietMs: 0 })),
    )
    fc.assert(
      fc.property(anyInput, success, fc.nat(20), (input, healthy, at) => {
        const before = judge({ ...input, url: SITE })
        const observations = whole(input)
        observations.splice(at, 0, healthy)
        expect(harm(judge({ ...input, url: SITE, observations }))).toBeLessThanOrEqual(harm(before))
      }),
      runs,
    )
  })

  it('IPv6 that is broken here never makes a block, while IPv4 answers', () => {
    const six = '2606:2800:220:1:248:1893:25c8:1946'
    const broken = fc.constantFrom(
      'timed_out',
      'tcp.timed_out',
      'tcp.address_unreachable',
    ) as fc.Arbitrary<FailureCode>
    fc.assert(
      fc.property(broken, broken, fc.boolean(), fc.boolean(), (byName, byAddress, twice, up) => {
        const look = failed(SITE, byName)
        const observations = [
          look,
          ...(twice ? [again(look)] : []),
          ...allDoh(HOST, [IP]),
          ...allDoh(HOST, [six], { type: 'AAAA' }),
          systemDns(HOST, [IP, six]),
          address(HOST, IP, 'tls.failed'),
          address(HOST, six, byAddress),
          ...references(),
          ...(up ? [control(SITE)] : []),
        ]
        const verdict = judge({ url: SITE, browser: 'firefox', allSites: true, observations })
        expect(verdict.status).not.toBe('blocked')
      }),
    )
  })
})

const IDLE = { control: false, transfers: false, pending: [], waitingMs: null, retest: false }

describe('the plan', () => {
  const switches = fc.record({
    secondOpinions: fc.boolean(),
    control: fc.boolean(),
    transfers: fc.boolean(),
    retest: fc.boolean(),
  })

  it('ends within its bounds whatever the looks bring, and in whatever order', () => {
    fc.assert(
      fc.property(anyInput, switches, fc.gen(), ({ url, browser, allSites }, on, gen) => {
        const observations: Observation[] = []
        const pending: Look[] = []
        const begun: string[] = []
        const order = fc.nat(1000)
        for (;;) {
          const waits = pending.some((look) => look.kind === 'page' && look.role === 'target')
          const waitingMs = waits ? gen(() => fc.constantFrom(0, 4_000)) : null
          const next = nextLooks({ url, browser, allSites, observations, ...on, pending, waitingMs })
          begun.push(...next.map(idOf))
          pending.push(...next)
          const [ended] = pending.splice(gen(() => order) % Math.max(1, pending.length), 1)
          if (!ended) break
          observations.push(...gen(anyAnswer, ended))
        }
        expect(new Set(begun).size).toBe(begun.length)
        expect(begun.length).toBeLessThanOrEqual(MAX_LOOKS)
        expect(begun).toContain(`page target ${url}`)
      }),
      // Shrinking a chain of answers takes minutes and helps nobody.
      { ...runs, endOnFailure: true },
    )
  })

  it('asks nobody without consent and no bare address without host access', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const told = ['doh', 'control', 'canaries']
        const silent = nextLooks({ ...input, ...IDLE, control: true, secondOpinions: false })
        expect(silent.filter((l) => told.includes(l.kind))).toEqual([])
        expect(silent.filter((l) => l.kind === 'address' && l.via === 'neutral')).toEqual([])
        const listed = nextLooks({ ...input, ...IDLE, allSites: false, secondOpinions: true })
        expect(listed.filter((l) => l.kind === 'address')).toEqual([])
        const unpaid = nextLooks({ ...input, ...IDLE, secondOpinions: true })
        expect(unpaid.filter((l) => l.kind === 'transfers')).toEqual([])
      }),
      runs,
    )
  })
})
