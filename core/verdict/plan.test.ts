import { describe, expect, it } from 'vitest'
import type { Observation } from '../model/observation.ts'
import { HOST, IP, IP2, OTHER, PLAIN, SITE } from './cases/case.test-kit.ts'
import {
  address,
  again,
  all,
  allDoh,
  failed,
  hop,
  noDoh,
  page,
  references,
  skipped,
  systemDns,
} from './observe.test-kit.ts'
import { type Look, nextLooks, PAGE_TIMEOUT_MS, PATIENT_TIMEOUT_MS, type PlanInput } from './plan.ts'

const plan = (observations: Observation[], more: Partial<PlanInput> = {}) =>
  nextLooks({ url: SITE, browser: 'chromium', allSites: true, secondOpinions: true, observations, ...more })
const firefox = { browser: 'firefox' } as const
const plain = { url: PLAIN } as const

/** Short names for looks, so that a round reads as a list. */
const names = (looks: Look[]): string[] =>
  looks
    .map((l) => {
      if (l.kind === 'page') return l.role
      if (l.kind === 'address') return `${l.scheme}://${l.address}`
      return l.kind === 'doh' ? `doh ${l.type}` : l.kind
    })
    .sort()

const reset = failed(SITE, 'tcp.reset')
const timedOut = failed(SITE, 'timed_out')

describe('nothing to look at', () => {
  const cases: [string, Observation[], Partial<PlanInput>][] = [
    ['a healthy page', [page(SITE)], {}],
    ['a healthy plain page', [page(PLAIN, { ip: IP })], plain],
    ['a 404', [page(SITE, { status: 404 })], {}],
    ['a refusal under its certificate', [page(SITE, { status: 403 })], {}],
    [
      'plain HTTP that goes to its own https',
      [page(PLAIN, { url: SITE }, { via: [hop(PLAIN, SITE)] })],
      plain,
    ],
    ['a cancelled request', [failed(SITE, 'local.blocked_by_client')], {}],
    ['a network that changed', [failed(SITE, 'local.network_changed')], firefox],
    ['a skipped target', [skipped('permission')], {}],
    ['nothing seen', [], {}],
  ]
  for (const [name, seen, more] of cases) it(name, () => expect(plan(seen, more)).toEqual([]))
})

describe('round 1', () => {
  it('asks after our link, DNS, and the page again', () => {
    expect(names(plan([timedOut]))).toEqual(['doh A', 'references', 'repeat'])
    expect(plan([timedOut])).toContainEqual({
      kind: 'page',
      role: 'repeat',
      url: SITE,
      timeoutMs: PAGE_TIMEOUT_MS,
    })
  })
  it('asks the system resolver in Firefox', () => {
    expect(names(plan([timedOut], firefox))).toEqual(['doh A', 'references', 'repeat', 'system-dns'])
  })
  it('does not repeat a reset in Firefox, which has repeated it itself', () => {
    expect(names(plan([reset], firefox))).toEqual(['doh A', 'references', 'system-dns'])
  })
  it('asks no resolver when second opinions are off', () => {
    expect(names(plan([timedOut], { secondOpinions: false }))).toEqual(['references', 'repeat'])
  })
  it('asks no resolver about a bare address', () => {
    const url = `https://${IP}/`
    expect(names(plan([failed(url, 'timed_out')], { ...firefox, url }))).toEqual(['references', 'repeat'])
  })
  it('asks about the hop that failed, and repeats the whole way', () => {
    const url = 'https://short.example/x'
    const looks = plan([failed(url, 'tcp.reset', { via: [hop(url, SITE)] })], { url })
    expect(looks).toContainEqual({ kind: 'doh', name: HOST, type: 'A' })
    expect(looks).toContainEqual({ kind: 'page', role: 'repeat', url, timeoutMs: PAGE_TIMEOUT_MS })
  })
  it('takes references that are there already', () => {
    expect(names(plan(all(timedOut, references())))).toEqual(['doh A', 'repeat'])
  })
  it('asks the plain target over HTTPS too', () => {
    expect(names(plan([failed(PLAIN, 'tcp.reset')], plain))).toEqual([
      'doh A',
      'over-https',
      'references',
      'repeat',
    ])
  })
  it('goes all the way for a page that looks like a notice', () => {
    const notice = page(PLAIN, { title: 'Сайт заблокирован', linkHosts: [] })
    expect(names(plan([notice], plain))).toEqual(['doh A', 'over-https', 'references', 'repeat'])
  })
  it('asks one thing only for a plain 403, and more when the site denies it', () => {
    const no = page(PLAIN, { status: 403, title: 'Forbidden' })
    expect(names(plan([no], plain))).toEqual(['over-https'])
    const same = page(SITE, { status: 403, title: 'Forbidden' }, { role: 'over-https' })
    expect(plan([no, same], plain)).toEqual([])
    const other = page(SITE, {}, { role: 'over-https' })
    expect(names(plan([no, other], plain))).toEqual(['doh A', 'references', 'repeat'])
  })
  it('asks a redirect off the site over HTTPS', () => {
    const moved = page(PLAIN, {}, { via: [hop(PLAIN, 'https://moved.example/')] })
    expect(plan([moved], plain)).toMatchObject([{ role: 'over-https', url: SITE }])
  })
  it('asks for a new connection when the page came on an old one', () => {
    expect(names(plan([page(SITE, { reused: true, coalesced: true })]))).toEqual(['repeat'])
    expect(
      plan([
        page(SITE, { reused: true, coalesced: true }),
        again(page(SITE, { reused: true, coalesced: true })),
      ]),
    ).toEqual([])
  })
  it('asks the references when the page came under a foreign root', () => {
    const inspected = page(SITE, {
      security: { builtInRoot: false, root: 'AA', protocol: 'TLSv1.3', usedEch: null },
    })
    expect(names(plan([inspected], firefox))).toEqual(['references'])
    expect(plan(all(inspected, references()), firefox)).toEqual([])
  })
})

describe('round 2', () => {
  const first = (code: Parameters<typeof failed>[1], url = SITE) =>
    all(failed(url, code), again(failed(url, code)), allDoh(HOST, [IP, IP2, OTHER]), references())
  const both = [`https://${IP2}`, `https://${IP}`].sort()

  it('asks two addresses and the plain door after a cut in Chromium', () => {
    expect(names(plan(first('tcp.reset')))).toEqual([...both, 'plain-http'])
  })
  it('asks the closed port as well after silence', () => {
    expect(names(plan(first('timed_out')))).toEqual(['closed-port', ...both, 'plain-http'])
    expect(plan(first('timed_out'))).toMatchObject([{}, {}, {}, { url: 'https://news.example:8443/' }])
  })
  it('asks the addresses alone when the name does not resolve', () => {
    expect(names(plan(first('dns.name_not_resolved')))).toEqual(both)
  })
  it('asks plain addresses about a plain target', () => {
    const seen = all(first('tcp.reset', PLAIN), page(SITE, {}, { role: 'over-https' }))
    expect(names(plan(seen, plain))).toEqual([`http://${IP}`, `http://${IP2}`].sort())
  })
  it('learns the words of Firefox when it spoke a sentence', () => {
    expect(names(plan(all(first('tls.failed'), systemDns(HOST, [IP])), firefox))).toEqual([
      'calibration',
      ...both,
    ])
  })
  it('looks at the plain door in Firefox when the addresses are apart', () => {
    const seen = all(reset, allDoh(HOST, [IP]), systemDns(HOST, [OTHER]), references())
    expect(names(plan(seen, firefox))).toEqual([`https://${IP}`, 'plain-http'])
  })
  it('asks for AAAA when there is no A, then those addresses', () => {
    const six = '2a00:1450:4001::1'
    const empty = all(timedOut, again(timedOut), allDoh(HOST, []), references())
    expect(names(plan(empty))).toEqual(['doh AAAA'])
    const seen = all(empty, allDoh(HOST, [six], { type: 'AAAA' }))
    expect(names(plan(seen))).toEqual(['closed-port', `https://${six}`, 'plain-http'])
  })
  it('asks nobody when only the listed sites are granted', () => {
    expect(plan(first('tcp.reset'), { allSites: false })).toEqual([])
  })
  it('asks nobody when no address is known', () => {
    expect(plan(all(timedOut, again(timedOut), noDoh(HOST), references()))).toEqual([])
  })
  it('asks nobody when our own link is down', () => {
    const down = references({ foreign: 0, inCountry: 0, portal: 'silent' })
    expect(plan(all(timedOut, again(timedOut), allDoh(HOST, [IP]), down))).toEqual([])
  })
  it('does not compare ports that differ', () => {
    const url = 'https://news.example:4443/'
    const seen = all(
      failed(url, 'tcp.reset'),
      again(failed(url, 'tcp.reset')),
      allDoh(HOST, [IP]),
      references(),
    )
    expect(plan(seen, { url })).toEqual([])
  })
  it('stops when the repeat answered', () => {
    expect(plan(all(timedOut, again(page(SITE)), allDoh(HOST, [IP]), references()))).toEqual([])
  })
})

describe('round 3', () => {
  const hanging = all(
    timedOut,
    again(timedOut),
    allDoh(HOST, [IP]),
    references(),
    address(HOST, IP, 'tls.cert.name_invalid'),
    failed(PLAIN, 'timed_out', { role: 'plain-http' }),
  )
  const port = (code: Parameters<typeof failed>[1]) =>
    failed(`https://${HOST}:8443/`, code, { role: 'closed-port' })

  it('lets one request run to the browser limits when silence is all there is', () => {
    const looks = plan([...hanging, port('timed_out')])
    expect(looks).toEqual([{ kind: 'page', role: 'patient', url: SITE, timeoutMs: PATIENT_TIMEOUT_MS }])
  })
  it('does so too when the closed port showed the path: a stuck site looks the same', () => {
    expect(names(plan([...hanging, port('tcp.refused')]))).toEqual(['patient'])
  })
  it('does not when the line is too poor to tell', () => {
    const poor = [...hanging.filter((o) => o.kind !== 'reference'), ...references({ foreign: 2 })]
    expect(plan([...poor, port('timed_out')])).toEqual([])
  })
  it('does not in Firefox, which shows the stage', () => {
    expect(plan([...hanging, port('timed_out')], firefox)).toEqual([])
  })
  it('asks the address that only this network gives', () => {
    const seen = all(
      reset,
      allDoh(HOST, [IP]),
      systemDns(HOST, [OTHER]),
      references(),
      address(HOST, IP, 'tls.failed'),
    )
    const cut = failed(PLAIN, 'tcp.reset', { role: 'plain-http' })
    expect(names(plan([...seen, cut], firefox))).toEqual(['calibration', `https://${OTHER}`])
  })
})
