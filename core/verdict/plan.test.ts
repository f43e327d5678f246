import { describe, expect, it } from 'vitest'
import type { Observation } from '../model/observation.ts'
import { HOST, IP, IP2, OTHER, PLAIN, SITE } from './cases/case.test-kit.ts'
import {
  address,
  again,
  all,
  allDoh,
  BEFORE_NAME,
  control,
  failed,
  handshake,
  hop,
  NO_TIMING,
  page,
  references,
  skipped,
  systemDns,
} from './observe.test-kit.ts'
import {
  EARLY_MS,
  type Look,
  nextLooks,
  PAGE_TIMEOUT_MS,
  PATIENT_TIMEOUT_MS,
  type PlanInput,
} from './plan.ts'

const plan = (observations: Observation[], more: Partial<PlanInput> = {}) =>
  nextLooks({
    url: SITE,
    browser: 'chromium',
    allSites: true,
    secondOpinions: true,
    control: true,
    transfers: true,
    pending: [],
    waitingMs: null,
    retest: false,
    observations,
    ...more,
  })
const firefox = { browser: 'firefox' } as const
const plain = { url: PLAIN } as const

/** Short names for looks, so that an answer reads as a list. */
const names = (looks: Look[]): string[] =>
  looks
    .map((l) => {
      if (l.kind === 'page') return l.role
      if (l.kind === 'address') return `${l.via === 'neutral' ? 'neutral ' : ''}${l.scheme}://${l.address}`
      return l.kind === 'doh' ? `doh ${l.type}` : l.kind
    })
    .sort()

const target: Look = { kind: 'page', role: 'target', url: SITE, timeoutMs: PAGE_TIMEOUT_MS }
const reset = failed(SITE, 'tcp.reset')
const timedOut = failed(SITE, 'timed_out', { ms: 10_000 })
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const port = (code: Parameters<typeof failed>[1]) =>
  failed(`https://${HOST}:8443/`, code, { role: 'closed-port' })
const door = (code: Parameters<typeof failed>[1]) => failed(PLAIN, code, { role: 'plain-http' })
const known = all(allDoh(HOST, [IP]), allDoh(HOST, [], { type: 'AAAA' }), references())

describe('the first look', () => {
  it('is the page', () => expect(plan([])).toEqual([target]))
  it('is not made of a skipped target', () => expect(plan([skipped('permission')])).toEqual([]))
  it('is waited for', () => {
    expect(plan([], { pending: [target], waitingMs: EARLY_MS - 1 })).toEqual([])
  })
  it('gets second opinions beside it when it is slow', () => {
    const slow = { pending: [target], waitingMs: EARLY_MS }
    expect(names(plan([], slow))).toEqual(['closed-port', 'doh A', 'doh AAAA', 'plain-http', 'references'])
    expect(names(plan(known, slow))).toEqual(['closed-port', 'control', `https://${IP}`, 'plain-http'])
  })
  it('is never repeated while it is pending', () => {
    const slow = { pending: [target], waitingMs: 9_900 }
    expect(names(plan(all(known, alive, port('tcp.refused')), slow))).not.toContain('patient')
  })
})

describe('nothing more to look at', () => {
  const cases: [string, Observation[], Partial<PlanInput>][] = [
    ['a healthy page', [page(SITE)], {}],
    ['a healthy plain page', [page(PLAIN, { ip: IP })], plain],
    ['a 404', [page(SITE, { status: 404 })], {}],
    ['a refusal, when nobody outside can be asked', [page(SITE, { status: 403 })], { control: false }],
    [
      'plain HTTP that goes to its own https',
      [page(PLAIN, { url: SITE }, { via: [hop(PLAIN, SITE)] })],
      plain,
    ],
    ['a cancelled request', [failed(SITE, 'local.blocked_by_client')], {}],
    ['a network that changed', [failed(SITE, 'local.network_changed')], firefox],
  ]
  for (const [name, seen, more] of cases) it(name, () => expect(plan(seen, more)).toEqual([]))

  it('when our own link is down', () => {
    const down = references({ foreign: 0, inCountry: 0, portal: 'silent' })
    expect(plan(all(timedOut, allDoh(HOST, [IP]), allDoh(HOST, [], { type: 'AAAA' }), down))).toEqual([])
  })
})

describe('one question settles it', () => {
  it.each([403, 429, 451, 503])('%i: whether others get the same', (status) => {
    expect(names(plan([page(SITE, { status })]))).toEqual(['control'])
  })
  it('a page over another name: a connection of its own', () => {
    const borrowed = page(SITE, { reused: true, coalesced: true })
    expect(names(plan([borrowed]))).toEqual(['handshake'])
    expect(plan([borrowed, handshake(SITE, 400)])).toEqual([])
    const cut = plan([borrowed, handshake(SITE, 'tcp.reset')])
    expect(cut).toContainEqual({ kind: 'handshake', url: `${SITE}?`, timeoutMs: PAGE_TIMEOUT_MS })
    expect(names(cut)).not.toContain('repeat')
  })
  it('a page on a connection kept open: a new one', () => {
    const kept = page(SITE, { reused: true })
    expect(names(plan([kept]))).toEqual(['handshake'])
    expect(plan([kept, handshake(SITE, 400)])).toEqual([])
    expect(plan([kept], { ended: [{ kind: 'handshake', url: SITE, timeoutMs: PAGE_TIMEOUT_MS }] })).toEqual(
      [],
    )
    expect(plan([page(PLAIN, { reused: true })], plain)).toEqual([
      { kind: 'handshake', url: PLAIN, timeoutMs: PAGE_TIMEOUT_MS },
    ])
  })
  it('no connection to be seen in Firefox: whether a proxy makes them', () => {
    const proxied = page(SITE, { reused: true, coalesced: true })
    expect(plan([proxied], firefox)).toContainEqual({ kind: 'references', known: true })
    expect(names(plan([proxied]))).not.toContain('references')
  })
  it('a foreign root: whether all hosts are under it', () => {
    const security = { builtInRoot: false, root: 'AA', protocol: 'TLSv1.3', usedEch: null }
    // What the sweep knows of them will do: a healthy target costs one request.
    expect(plan([page(SITE, { security })], firefox)).toEqual([{ kind: 'references', known: true }])
  })
  it('a connection for which no name was looked up: whether all hosts are reached in that way', () => {
    const proxied = page(SITE, {}, { timing: { ...NO_TIMING, connect: 4 } })
    expect(plan([proxied])).toEqual([{ kind: 'references', known: true }])
    expect(plan([page(SITE, {}, { timing: { ...NO_TIMING, dns: 2, connect: 4 } })])).toEqual([])
  })
  it('a plain 403: over HTTPS, and outside; the rest when the site denies it', () => {
    const no = page(PLAIN, { status: 403, title: 'Forbidden' })
    expect(names(plan([no], plain))).toEqual(['control', 'over-https'])
    const other = page(SITE, {}, { role: 'over-https' })
    expect(names(plan([no, other], plain))).toEqual(['doh A', 'references', 'repeat'])
  })
})

describe('a page that came slowly', () => {
  const crawl = page(SITE, { bytes: 90_000 }, { ms: 8_000, firstByteMs: 100, quietMs: 10 })
  it('is weighed by transfers, when the user gave room', () => {
    expect(names(plan([crawl]))).toEqual(['control', 'references', 'transfers'])
    expect(names(plan([crawl], { transfers: false }))).toEqual(['control', 'references'])
  })
  it('has its handshakes looked at again, with the name and without', () => {
    const held = page(SITE, {}, { timing: { ...NO_TIMING, tls: 3_000 } })
    expect(names(plan([held]))).toEqual(['control', 'doh A', 'handshake', 'references', 'transfers'])
    expect(names(plan(all(held, known)))).toEqual(['control', 'handshake', `https://${IP}`, 'transfers'])
  })
})

describe('a failure', () => {
  it('is repeated beside the second opinions', () => {
    expect(names(plan([reset]))).toEqual(['doh A', 'plain-http', 'references', 'repeat'])
  })
  it('is not repeated after a reset in Firefox, which has repeated it itself', () => {
    expect(names(plan([reset], firefox))).toEqual(['doh A', 'references', 'system-dns'])
  })
  it('asks nobody when second opinions are off', () => {
    expect(names(plan([reset], { secondOpinions: false }))).toEqual(['plain-http', 'references', 'repeat'])
  })
  it('asks about the hop that failed, and repeats the whole way', () => {
    const url = 'https://short.example/x'
    const looks = plan([failed(url, 'tcp.reset', { via: [hop(url, SITE)] })], { url })
    expect(looks).toContainEqual({ kind: 'doh', name: HOST, type: 'A' })
    expect(looks).toContainEqual({ kind: 'page', role: 'repeat', url, timeoutMs: PAGE_TIMEOUT_MS })
  })
  it('asks the addresses once they are known, and outside with them', () => {
    const seen = all(reset, again(reset), allDoh(HOST, [IP, IP2]), references(), door('tcp.reset'))
    const looks = plan(seen)
    expect(names(looks)).toEqual(['control', `https://${IP}`, `https://${IP2}`])
    expect(looks).toContainEqual({ kind: 'control', url: SITE, addresses: [IP, IP2] })
  })
  it('asks a silent address once more under a neutral name, and another port', () => {
    const seen = all(reset, again(reset), known, door('tcp.reset'), address(HOST, IP, 'tcp.reset'))
    expect(names(plan(seen))).toEqual(['closed-port', 'control', `neutral https://${IP}`])
  })
  it('takes a TLS answer for an answer', () => {
    expect(names(plan(all(reset, again(reset), known, door('tcp.reset'), alive)))).toEqual(['control'])
  })
  it('asks the canaries when the name led nowhere', () => {
    const noName = failed(SITE, 'dns.name_not_resolved')
    expect(names(plan(all(noName, again(noName), known, alive)))).toEqual(['canaries', 'control'])
  })
  it('looks at IPv6 too when there is silence, two addresses of the one and one of the other', () => {
    const six = '2a00:1450:4001::1'
    const seen = all(
      timedOut,
      allDoh(HOST, [IP, IP2, OTHER]),
      allDoh(HOST, [six], { type: 'AAAA' }),
      references(),
    )
    expect(names(plan(seen)).filter((name) => name.startsWith('https://'))).toEqual(
      [`https://${IP}`, `https://${IP2}`, `https://${six}`].sort(),
    )
  })
  it('asks no bare address when only the listed sites are granted', () => {
    expect(names(plan(all(reset, again(reset), known), { allSites: false }))).toEqual(['control'])
  })
  it('asks the addresses at the very port, and another port of the name than that', () => {
    const url = 'https://news.example:4443/'
    const seen = all(failed(url, 'tcp.reset'), again(failed(url, 'tcp.reset')), known)
    const looks = plan(seen, { url })
    expect(names(looks)).toEqual(['control', `https://${IP}`, 'plain-http'])
    expect(looks).toContainEqual(expect.objectContaining({ kind: 'address', scheme: 'https', port: 4443 }))
    const silent = plan(
      seen.map((o) => (o.kind === 'page' ? failed(url, 'timed_out') : o)),
      { url },
    )
    expect(silent).toContainEqual(
      expect.objectContaining({ role: 'closed-port', url: `https://${HOST}:8443/` }),
    )
    const at8443 = 'https://news.example:8443/'
    expect(plan([failed(at8443, 'timed_out')], { url: at8443 })).toContainEqual(
      expect.objectContaining({ role: 'closed-port', url: `https://${HOST}:4443/` }),
    )
  })
  it('asks outside once more about a hop that was not known when it was asked', () => {
    const url = 'https://short.example/x'
    const late = failed(url, 'timed_out', { via: [hop(url, `${SITE}secret?of=mine`)] })
    const seen = all(late, known, control(url, { tcp: {} }))
    expect(plan(seen, { url })).toContainEqual({ kind: 'control', url: SITE, addresses: [IP] })
    const told = all(late, known, control(url))
    expect(names(plan(told, { url }))).not.toContain('control')
  })
  it('goes on when the resolvers bring nothing: nobody is configured', () => {
    const ended: Look[] = [{ kind: 'doh', name: HOST, type: 'A' }]
    const seen = all(reset, again(reset), references(), door('tcp.reset'))
    expect(names(plan(seen, { ended }))).toEqual(['control'])
    expect(names(plan([...seen, control(SITE)], { ended }))).toEqual([`https://${IP}`])
  })
  it('asks the address that only this network gives, and learns the words for it', () => {
    const seen = all(
      reset,
      allDoh(HOST, [IP]),
      systemDns(HOST, [OTHER]),
      references(),
      address(HOST, IP, 'tls.failed'),
      door('tcp.reset'),
    )
    expect(names(plan(seen, firefox))).toEqual(['calibration', 'control', `https://${OTHER}`])
  })
})

describe('silence', () => {
  const around = all(timedOut, known, port('timed_out'), door('timed_out'))

  it('is looked at once more, until the browser itself gives up, when an address answers', () => {
    expect(plan([...around, alive])).toContainEqual({
      kind: 'page',
      role: 'patient',
      url: SITE,
      timeoutMs: PATIENT_TIMEOUT_MS,
    })
  })
  it('is only repeated when every address is dead: there is nothing to learn', () => {
    const dead = address(HOST, IP, 'timed_out')
    expect(names(plan([...around, dead]))).toEqual(['control', `neutral https://${IP}`, 'repeat'])
  })
  it('waits until it is known whether an address answers', () => {
    const asked: Look = {
      kind: 'address',
      name: HOST,
      address: IP,
      scheme: 'https',
      via: 'literal',
      timeoutMs: 6_000,
    }
    expect(names(plan(around, { pending: [asked] }))).toEqual(['control'])
    const slowDoh = around.map((o) => (o.kind === 'doh' ? { ...o, ms: 4_900 } : o))
    expect(names(plan(slowDoh, { pending: [asked] }))).toEqual(['control', 'patient'])
  })
  it('waits for what the references say', () => {
    const noLink = around.filter((o) => o.kind !== 'reference')
    expect(names(plan([...noLink, alive], { pending: [{ kind: 'references' }] }))).toEqual(['control'])
  })
  it('is only repeated on a line too poor to tell', () => {
    const poor = [...around.filter((o) => o.kind !== 'reference'), ...references({ foreign: 2 })]
    expect(names(plan([...poor, alive]))).toEqual(['control', 'repeat'])
  })
  it('is only repeated where Firefox shows how far it got', () => {
    const staged = failed(SITE, 'timed_out', { failure: { stage: 'tls' } })
    const seen = [staged, ...around.slice(1), alive, systemDns(HOST, [IP])]
    expect(names(plan(seen, firefox))).toEqual(['control', 'repeat'])
  })
  it('is only repeated when only the listed sites are granted', () => {
    expect(names(plan(all(timedOut, known), { allSites: false }))).toEqual(['control', 'repeat'])
  })
})

describe('a retest', () => {
  const again = { retest: true }
  const doh = (type: 'A' | 'AAAA'): Look => ({ kind: 'doh', name: HOST, type })

  it('asks our link and the addresses before it says the name', () => {
    expect(names(plan([], again))).toEqual(['doh A', 'doh AAAA', 'references'])
    expect(plan(references(), { ...again, pending: [doh('A'), doh('AAAA')] })).toEqual([])
    const probe = plan(all(references(), allDoh(HOST, [IP])), { ...again, pending: [doh('AAAA')] })
    expect(names(probe)).toEqual([`https://${IP}`])
    expect(plan(known, { ...again, pending: probe })).toEqual([])
    expect(plan(all(known, alive), again)).toEqual([target])
  })
  it('begins with the page when neither resolvers nor references bring anything', () => {
    const ended: Look[] = [{ kind: 'references' }, doh('A'), doh('AAAA')]
    expect(plan([], { ...again, ended })).toEqual([target])
  })
  it('begins with the page when nobody may be asked', () => {
    expect(names(plan([], { ...again, secondOpinions: false }))).toEqual(['references'])
    expect(plan(references(), { ...again, secondOpinions: false })).toEqual([target])
  })
  it('asks an address that answered once more after the name was said', () => {
    const before = address(HOST, IP, 'tls.cert.name_invalid', BEFORE_NAME)
    expect(names(plan(all(before, timedOut, known), again))).toContain(`neutral https://${IP}`)
  })
})
