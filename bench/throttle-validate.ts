import { networkThrottled } from '../core/stats/network-throttled.ts'
import { PAIR_LIMITS, type PairLimits } from '../core/stats/slowed-pair.ts'
import type { SpeedTest } from './throttle-data.ts'
import { anyTests, sharesCalled } from './throttle-draws.ts'
import { cleanNetworks, type Network, networksOf, throttledNetworks } from './throttle-networks.ts'

const REPORTS = 5
const SEED = 11

/** What else the limits could have been. */
const CHOICES: PairLimits[] = [300, 400, 600].flatMap((minControl) =>
  [150, 200, 250, 350].flatMap((maxTarget) =>
    [0.2, 0.3, 0.4, 0.5].map((maxRatio) => ({ minControl, maxTarget, maxRatio })),
  ),
)

/** A false alarm is worth ten misses: nobody is accused lightly. */
const worth = ({ detect, alarm }: Called) => detect - 10 * alarm

interface Called {
  detect: number
  alarm: number
}

/**
 * Each day in turn is kept apart: networks are called throttled or clean by what the other days showed, the limits
 * that would have served best there are chosen from a grid, and both those and ours are tried on the day itself.
 * Ours should do as well, or they are tuned; the label, of medians, knows nothing of pairs.
 */
export function* heldOutDays(tests: readonly SpeedTest[]): Generator<string> {
  const days = [...new Set(tests.map(({ day }) => day))].sort()
  if (days.length < 2) return
  yield 'each day held out (networks labelled by the other days; 5 reports of the day; detected / false)'
  const sums = { networks: [0, 0], ours: [0, 0], fitted: [0, 0] }
  for (const day of days) {
    const rest = networksOf(tests.filter((test) => test.day !== day))
    const apart = networksOf(tests.filter((test) => test.day === day))
    const groups = { throttled: throttledNetworks(rest, 'medians'), clean: cleanNetworks(rest) }
    const held = { throttled: same(apart, groups.throttled), clean: same(apart, groups.clean) }
    const [best = PAIR_LIMITS] = CHOICES.map((limits) => ({ limits, ...score(groups, limits, 40) }))
      .sort((a, b) => worth(b) - worth(a))
      .map(({ limits }) => limits)
    const ours = score(held, PAIR_LIMITS, 300)
    const fitted = score(held, best, 300)
    yield `  ${day}: ${held.throttled.length} throttled, ${held.clean.length} clean; ours ${show(ours)}; fitted on the others (control > ${best.minControl}, target < ${best.maxTarget}, ratio < ${best.maxRatio}) ${show(fitted)}`
    for (const [i, n] of [held.throttled.length, held.clean.length].entries()) {
      const key = i === 0 ? 'detect' : 'alarm'
      sums.networks[i] = (sums.networks[i] ?? 0) + n
      sums.ours[i] = (sums.ours[i] ?? 0) + n * ours[key]
      sums.fitted[i] = (sums.fitted[i] ?? 0) + n * fitted[key]
    }
  }
  const all = (of: number[]): Called => ({
    detect: (of[0] ?? 0) / (sums.networks[0] ?? 1),
    alarm: (of[1] ?? 0) / (sums.networks[1] ?? 1),
  })
  yield `  all days: ${sums.networks.join(' throttled, ')} clean network-days; ours ${show(all(sums.ours))}; fitted ${show(all(sums.fitted))}`
}

/** The networks of one day that others call such. */
function same(apart: readonly Network[], labelled: readonly Network[]): Network[] {
  const names = new Set(labelled.map(({ name }) => name))
  return apart.filter(({ name, tests }) => names.has(name) && tests.length >= REPORTS)
}

function score(
  { throttled, clean }: { throttled: readonly Network[]; clean: readonly Network[] },
  limits: PairLimits,
  rounds: number,
): Called {
  const share = (networks: readonly Network[]) => {
    const { shares } = sharesCalled(networks, {
      draw: anyTests,
      n: REPORTS,
      test: (reports) => networkThrottled(reports, limits).throttled,
      rounds,
      seed: SEED,
    })
    return shares.reduce((sum, x) => sum + x, 0) / Math.max(1, shares.length)
  }
  return { detect: share(throttled), alarm: share(clean) }
}

const show = ({ detect, alarm }: Called) => `${(100 * detect).toFixed(1)}% / ${(100 * alarm).toFixed(1)}%`
