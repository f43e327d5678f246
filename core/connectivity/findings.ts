import { blockedCategories, blockedRanges } from './clusters.ts'
import { type FindingFacts, type FindingInput, factsOf, type TargetLook } from './finding-facts.ts'

/** What one client can say of its line and of what is blocked on it; each has its words in the UI. */
export const FINDINGS = [
  'portal',
  'offline',
  'whitelist-exceptions',
  'national-only',
  'domestic-outage',
  'general-slowness',
  'category-blocked',
  'range-blocked',
  'single-sites',
] as const
export type FindingId = (typeof FINDINGS)[number]

export interface Finding {
  id: FindingId
  /** The sites it is about: those that still work where the line is cut, else those that do not. */
  targetIds: string[]
  /** Reference hosts that still answer. */
  hosts: string[]
  /** What the sites have in common: a Citizen Lab category code, or a range of addresses. */
  category: string | null
  range: string | null
  /** Of how many: in-country hosts that answer, sites of the category or range that do not, slow ones. */
  share: { part: number; of: number } | null
}

interface FindingRule {
  id: FindingId
  /** About the line itself: then nothing is said of single sites. */
  settles: boolean
  find(facts: FindingFacts): Omit<Finding, 'id'>[]
  source: string
}

const ids = (targets: readonly TargetLook[]): string[] => targets.map(({ id }) => id)
const NOTHING = { targetIds: [], hosts: [], category: null, range: null, share: null }
/** Of so many sites abroad hardly any answers: the line is cut, whatever one of the reference hosts says. */
const MANY = 5
const HARDLY = 0.2

const cutOff = ({ reached, unreached }: FindingFacts): boolean =>
  unreached.length >= MANY && reached.length / (reached.length + unreached.length) <= HARDLY

const nationalShare = ({ inCountry }: FindingFacts) => ({ part: inCountry.up.length, of: inCountry.asked })

/**
 * The decision table of docs/connectivity.md, tried from the top; N in-country hosts, F foreign ones, T our targets. The
 * first that settles it ends it. Only a crowd can tell the home line from the operator and the country.
 */
const RULES: readonly FindingRule[] = [
  {
    id: 'portal',
    settles: true,
    find: ({ state }) => (state === 'portal' ? [NOTHING] : []),
    source: 'portal check altered: what comes may be the portal in everybody’s name',
  },
  {
    id: 'offline',
    settles: true,
    find: ({ state }) => (state === 'offline' ? [NOTHING] : []),
    source: 'N -, F -, T -: the home line or a shutdown',
  },
  {
    id: 'whitelist-exceptions',
    settles: true,
    find(facts) {
      const { foreign, inCountry, reached, atHome } = facts
      const isCut = foreign.say === 'none' || (foreign.say === 'some' && cutOff(facts))
      const exceptions = [...foreign.up, ...ids(reached)]
      if (!isCut || inCountry.up.length === 0 || exceptions.length === 0) return []
      const hosts = [...foreign.up, ...inCountry.up]
      return [{ ...NOTHING, targetIds: ids([...reached, ...atHome]), hosts, share: nationalShare(facts) }]
    },
    source: 'N + or few, F few, T -: a whitelist with foreign exceptions (Iran 2019, Russia 2025)',
  },
  {
    id: 'national-only',
    settles: true,
    find(facts) {
      if (facts.state !== 'national-only') return []
      return [
        {
          ...NOTHING,
          targetIds: ids(facts.atHome),
          hosts: facts.inCountry.up,
          share: nationalShare(facts),
        },
      ]
    },
    source:
      'N +, F -, T -: Kazakhstan 7-9 January 2022; the share of N is the size of the whitelist as seen from here',
  },
  {
    id: 'domestic-outage',
    settles: false,
    find: ({ state, foreign }) => (state === 'domestic' ? [{ ...NOTHING, hosts: foreign.up }] : []),
    source: 'N -, F +: the government’s sites in Kazakhstan, 5 January 2022',
  },
  {
    id: 'general-slowness',
    settles: true,
    find({ slow, slowTargets, reached, atHome }) {
      const answering = reached.length + atHome.length
      if (!slow || slowTargets.length * 2 < answering) return []
      return [{ ...NOTHING, targetIds: ids(slowTargets), share: { part: slowTargets.length, of: answering } }]
    },
    source: 'F slow, T slow: congestion or throttling of everything; nothing is said of one site',
  },
  {
    id: 'category-blocked',
    settles: false,
    find: ({ judged }) =>
      blockedCategories(judged).map(({ name, targets, of }) => ({
        ...NOTHING,
        targetIds: ids(targets),
        category: name,
        share: { part: targets.length, of },
      })),
    source: 'N +, F +, many T of one category: a list of names',
  },
  {
    id: 'range-blocked',
    settles: false,
    find: ({ judged }) =>
      blockedRanges(judged).map(({ name, targets, of }) => ({
        ...NOTHING,
        targetIds: ids(targets),
        range: name,
        share: { part: targets.length, of },
      })),
    source: 'some T at one hoster: a blocked range, or the hoster’s own fault',
  },
]

/** Blocked sites that nothing else explains, told one by one. */
function singleSites({ blocked }: FindingFacts, found: readonly Finding[]): Finding[] {
  const explained = new Set(found.flatMap(({ id, targetIds }) => (id === 'domestic-outage' ? [] : targetIds)))
  const others = blocked.filter(({ id }) => !explained.has(id))
  return others.length > 0 ? [{ ...NOTHING, id: 'single-sites', targetIds: ids(others) }] : []
}

/** What the line and the latest looks say together; nothing when all is well. */
export function findingsOf(input: FindingInput): Finding[] {
  const facts = factsOf(input)
  const found: Finding[] = []
  for (const { id, settles, find } of RULES) {
    const said = find(facts).map((finding): Finding => ({ id, ...finding }))
    if (settles && said.length > 0) return [...found, ...said]
    found.push(...said)
  }
  return [...found, ...singleSites(facts, found)]
}
