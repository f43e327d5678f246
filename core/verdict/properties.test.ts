import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import type { Observation } from '../model/observation.ts'
import { VerdictSchema } from '../model/verdict.ts'
import { anyAnswer, anyObservations, anyPage } from './any-observation.test-kit.ts'
import { PLAIN, SITE } from './cases/case.test-kit.ts'
import { factsOf } from './facts/facts.ts'
import { type JudgeInput, judge } from './judge.ts'
import { again, page, references } from './observe.test-kit.ts'
import { MAX_LOOKS, MAX_ROUNDS, nextLooks } from './plan.ts'
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

  it('nobody is confirmed on one look', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(judge(input).confidence).not.toBe('confirmed')
      }),
      runs,
    )
  })
})

describe('the plan', () => {
  it('ends within its bounds whatever the looks bring', () => {
    fc.assert(
      fc.property(anyInput, fc.boolean(), fc.gen(), (input, secondOpinions, gen) => {
        const observations: Observation[] = [gen(anyPage, 'target', input.url)]
        let rounds = 0
        let looks = 0
        for (;;) {
          const next = nextLooks({ ...input, observations, secondOpinions })
          if (next.length === 0) break
          rounds++
          looks += next.length
          expect(rounds).toBeLessThanOrEqual(MAX_ROUNDS)
          observations.push(...next.flatMap((look) => gen(anyAnswer, look)))
        }
        expect(looks).toBeLessThanOrEqual(MAX_LOOKS)
      }),
      runs,
    )
  })

  it('asks no resolver without consent and no bare address without host access', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const silent = nextLooks({ ...input, secondOpinions: false })
        expect(silent.filter((l) => l.kind === 'doh' && l.type === 'A')).toEqual([])
        const listed = nextLooks({ ...input, allSites: false, secondOpinions: true })
        expect(listed.filter((l) => l.kind === 'address')).toEqual([])
      }),
      runs,
    )
  })
})
