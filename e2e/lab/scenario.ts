import ipaddr from 'ipaddr.js'
import * as v from 'valibot'
import { type CensorRule, missingField } from './rule-schema.ts'
import {
  type ExpectationSchema,
  type LocalSchema,
  type NetworkSchema,
  type PageSchema,
  ScenarioSchema,
  type SiteSchema,
  type StepSchema,
  type TargetExpectationSchema,
} from './scenario-schema.ts'

export type { BlockPage, CensorRule } from './rule-schema.ts'
export type Page = v.InferOutput<typeof PageSchema>
export type NetworkSpec = v.InferOutput<typeof NetworkSchema>
export type Local = v.InferOutput<typeof LocalSchema>
export type Step = v.InferOutput<typeof StepSchema>
export type TargetExpectation = v.InferOutput<typeof TargetExpectationSchema>
export type Expectation = v.InferOutput<typeof ExpectationSchema>

type RawSite = v.InferOutput<typeof SiteSchema>
export type Down = Exclude<RawSite['down'], true>
export interface Site extends Omit<RawSite, 'http' | 'down'> {
  http: 'to-https' | 'serve' | 'none'
  down: Down
}

/** A scenario with every default filled in; `steps` always has one entry a sweep. */
export interface Scenario {
  name: string
  why: string
  /** Where it was read from, for messages. */
  file: string
  sites: Site[]
  censor: CensorRule[]
  networks: NetworkSpec[]
  local: Local
  watch: string[]
  steps: Step[]
  expect: Expectation
}

/** Parses a scenario file's JSON. Throws one message naming the file and every wrong path in it. */
export function parseScenario(json: unknown, file: string): Scenario {
  const parsed = v.safeParse(ScenarioSchema, json)
  if (!parsed.success) throw new Error(parsed.issues.map((issue) => `${file}: ${describe(issue)}`).join('\n'))
  const raw = parsed.output
  const complaints = inconsistencies(raw).map((text) => `${file}: ${text}`)
  if (complaints.length) throw new Error(complaints.join('\n'))
  const home = raw.networks[0]?.id ?? ''
  const still: Step = { network: '', gapSec: 0, asleepSec: 0, offlineSec: 0 }
  const steps = raw.steps ?? Array.from({ length: raw.sweeps ?? 1 }, () => still)
  return {
    name: raw.name,
    why: raw.why,
    file,
    sites: raw.sites.map(completeSite),
    censor: raw.censor,
    networks: raw.networks,
    local: raw.local,
    watch: raw.watch,
    steps: steps.map((step) => ({ ...step, network: step.network || home })),
    expect: raw.expect,
  }
}

function completeSite(site: RawSite): Site {
  return {
    ...site,
    ips: site.ips.map(canonicalIp),
    ipsForControl: site.ipsForControl.map(canonicalIp),
    http: site.http ?? (site.https === 'none' ? 'serve' : 'to-https'),
    down: site.down === true ? 'drop' : site.down,
  }
}

/** IPv6 has many spellings and the kernel one (RFC 5952): the lab compares text. */
const canonicalIp = (ip: string): string => (ip.includes(':') ? ipaddr.parse(ip).toString() : ip)

function describe(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).reduce(
    (text, { key }) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  )
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${path}: unknown field`
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${path}: missing`
  return `${path || 'the file'}: ${issue.message}`
}

/** What a schema alone cannot say. */
function inconsistencies(raw: v.InferOutput<typeof ScenarioSchema>): string[] {
  const found: string[] = []
  if (raw.sweeps !== undefined && raw.steps !== undefined) found.push('steps: give either sweeps or steps')
  const ids = new Set(raw.networks.map((network) => network.id))
  if (ids.size < raw.networks.length) found.push('networks: two have the same id')
  raw.steps?.forEach((step, index) => {
    if (step.network && !ids.has(step.network)) {
      found.push(`steps[${index}].network: no network is called ${step.network}`)
    }
  })
  const hosts = raw.sites.map((site) => site.host)
  if (new Set(hosts).size < hosts.length) found.push('sites: two have the same host')
  raw.censor.forEach((rule, index) => {
    const missing = missingField(rule)
    if (missing) found.push(`censor[${index}].${missing}: ${rule.on} ${rule.do} needs it`)
    if (rule.at && !/^AS\d+$/.test(rule.at) && !ids.has(rule.at)) {
      found.push(`censor[${index}].at: no network is called ${rule.at}`)
    }
  })
  const networks = Object.keys(raw.expect.networks)
  for (const id of networks) if (!ids.has(id)) found.push(`expect.networks.${id}: no network is called ${id}`)
  const watched = new Set(raw.watch)
  for (const url of Object.keys(raw.expect.targets)) {
    if (!watched.has(url)) found.push(`expect.targets.${url}: not in watch`)
  }
  return found
}
