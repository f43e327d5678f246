import { must, type Seat, sitDown } from './selftest-world.ts'

export type Facts = Record<string, (seat: Seat) => Promise<void>>

const hosts = [
  'open',
  'nx',
  'servfail',
  'refused',
  'silent',
  'empty',
  'wrong',
  'injected',
  'dropped',
  'reset',
  'rejected',
  'slow-ip',
  'sni-reset',
  'sni-drop',
  'sni-close',
  'forged',
  'late',
  'lossy',
  'slow',
  'frozen',
  'host-reset',
  'host-drop',
  'host-close',
  'notice',
  'sent-away',
  'slow-host',
  'relayed',
  'three',
  'four',
  'shared',
] as const
type Host = (typeof hosts)[number]
const name = (host: Host) => `${host}.example`
const at = (host: Host) => `93.184.217.${1 + hosts.indexOf(host)}`
const plainOnly = new Set<Host>(['host-reset', 'host-drop', 'host-close', 'notice', 'sent-away', 'slow-host'])
const deed = (on: string, host: Host, action: string, extra = {}) => ({
  on,
  match: name(host),
  do: action,
  ...extra,
})
const dnsDeeds = (on: string) => [
  deed(on, 'nx', 'nxdomain'),
  deed(on, 'servfail', 'servfail'),
  deed(on, 'refused', 'refused'),
  deed(on, 'silent', 'timeout'),
  deed(on, 'empty', 'no-answer'),
  deed(on, 'wrong', 'answer', { answer: ['10.10.34.34'] }),
]

/** One world in which every rule of the tables bites on a site of its own. */
export function sitInRules(): Promise<Seat> {
  return sitDown({
    sites: [
      ...hosts.map((host) => ({
        host: name(host),
        ips: [at(host)],
        https: plainOnly.has(host) ? 'none' : 'valid',
        http: 'serve',
        page: { title: `Page of ${host}`, bytes: 20_000 },
      })),
      { host: 'neighbour.example', ips: [at('three')] },
    ],
    local: { rttMs: 40 },
    censor: [
      ...dnsDeeds('dns'),
      ...dnsDeeds('doh'),
      deed('dns', 'injected', 'answer', { answer: ['10.10.34.35'], inject: true }),
      { on: 'doh', match: 'cloudflare-dns.com', do: 'drop' },
      { on: 'doh', match: 'dns.quad9.net', do: 'reset' },
      { on: 'ip', match: at('dropped'), do: 'drop' },
      { on: 'ip', match: `${at('reset')}:443`, do: 'reset' },
      { on: 'ip', match: name('rejected'), do: 'reject' },
      { on: 'ip', match: at('slow-ip'), do: 'throttle', kbps: 128 },
      deed('sni', 'sni-reset', 'reset'),
      deed('sni', 'sni-drop', 'drop'),
      deed('sni', 'sni-close', 'close'),
      deed('sni', 'forged', 'intercept'),
      deed('sni', 'late', 'delay', { ms: 900 }),
      deed('sni', 'lossy', 'lossy', { pct: 100 }),
      deed('sni', 'slow', 'throttle', { kbps: 128 }),
      deed('sni', 'shared', 'throttle', { kbps: 256, shared: true }),
      deed('sni', 'frozen', 'freeze', { bytes: 16_000 }),
      deed('sni', 'three', 'reset', { residualSec: 2, residualKey: '3-tuple' }),
      deed('sni', 'four', 'reset', { residualSec: 60, residualKey: '4-tuple' }),
      deed('host', 'host-reset', 'reset'),
      deed('host', 'host-drop', 'drop'),
      deed('host', 'host-close', 'close'),
      deed('host', 'notice', 'blockpage', { page: { status: 451, title: 'Forbidden here' } }),
      deed('host', 'sent-away', 'redirect', { location: 'http://notice.operator.example/' }),
      deed('host', 'slow-host', 'throttle', { kbps: 128 }),
      { on: 'relay', match: name('relayed'), relayAt: '93.184.218.1' },
    ],
  })
}

const rcode = (ask: 'dns' | 'doh', host: Host, want: string) => async (seat: Seat) => {
  const seen = await seat[ask](name(host))
  must(seen.outcome === 'ok' && seen.rcode === want && seen.addresses.length === 0, seen)
}
const resolverFacts = (ask: 'dns' | 'doh'): Facts => ({
  [`${ask} nxdomain`]: rcode(ask, 'nx', 'NXDOMAIN'),
  [`${ask} servfail`]: rcode(ask, 'servfail', 'SERVFAIL'),
  [`${ask} refused`]: rcode(ask, 'refused', 'REFUSED'),
  [`${ask} no-answer is NOERROR with nothing`]: rcode(ask, 'empty', 'NOERROR'),
  [`${ask} timeout is silence`]: async (seat) => {
    const seen = await seat[ask](name('silent'))
    must(seen.outcome === 'timeout', seen)
  },
  [`${ask} answer is the one given`]: async (seat) => {
    const seen = await seat[ask](name('wrong'))
    must(seen.addresses.join() === '10.10.34.34', seen)
  },
  [`${ask} tells the truth otherwise`]: async (seat) => {
    const seen = await seat[ask](name('open'))
    must(seen.addresses.join() === at('open'), seen)
  },
})
const ends = (scheme: 'https' | 'http', host: Host, outcome: string) => async (seat: Seat) => {
  const seen = await seat[scheme](name(host), at(host))
  must(seen.outcome === outcome, seen)
}
/** 20 kB at 128 kbit/s take about 1.2 s; without a limit 0.2 s. */
const takes = (scheme: 'https' | 'http', host: Host) => async (seat: Seat) => {
  const seen = await seat[scheme](name(host), at(host), { timeoutMs: 6000 })
  must(seen.outcome === 'ok' && seen.body.length === 20_000 && seen.ms > 900 && seen.ms < 3500, seen)
}

export const ruleFacts: Facts = {
  'an open site is open, its certificate trusted': async (seat) => {
    const seen = await seat.https(name('open'), at('open'))
    must(seen.status === 200 && seen.distrust === '' && seen.body.includes('Page of open'), seen)
  },
  ...resolverFacts('dns'),
  ...resolverFacts('doh'),
  'dns inject wins the race': async (seat) => {
    const seen = await seat.dns(name('injected'))
    must(seen.addresses.join() === '10.10.34.35', seen)
  },
  'doh drop on the resolver': async (seat) => {
    const seen = await seat.doh(name('open'), 'cloudflare-dns.com')
    must(seen.outcome === 'timeout', seen)
  },
  'doh reset on the resolver': async (seat) => {
    const seen = await seat.doh(name('open'), 'dns.quad9.net')
    must(seen.outcome === 'refused', seen)
  },
  'ip drop is silence on every port': async (seat) => {
    const seen = [await seat.tcp(at('dropped'), 443), await seat.tcp(at('dropped'), 81)]
    must(
      seen.every((one) => one.outcome === 'timeout'),
      seen,
    )
  },
  'ip reset on one port leaves the other': async (seat) => {
    const seen = [await seat.tcp(at('reset'), 443), await seat.http(name('reset'), at('reset'))]
    must(seen[0]?.outcome === 'refused' && seen[1]?.status === 200, seen)
  },
  'ip reject is unreachable': ends('https', 'rejected', 'unreachable'),
  'ip throttle': takes('https', 'slow-ip'),
  'sni reset is a reset': ends('https', 'sni-reset', 'reset'),
  'sni reset spares another name at the address': async (seat) => {
    const seen = await seat.https('other.example', at('sni-reset'))
    must(seen.status === 404 && seen.distrust === 'ERR_TLS_CERT_ALTNAME_INVALID', seen)
  },
  'sni drop is silence after the connection': async (seat) => {
    const seen = [await seat.tcp(at('sni-drop'), 443), await seat.https(name('sni-drop'), at('sni-drop'))]
    must(seen[0]?.outcome === 'ok' && seen[1]?.outcome === 'timeout', seen)
  },
  'sni close is a clean end': ends('https', 'sni-close', 'closed'),
  'sni intercept shows a forged issuer and passes the page': async (seat) => {
    const seen = await seat.https(name('forged'), at('forged'))
    must(seen.issuer === 'National Trust Certificate' && seen.distrust !== '' && seen.status === 200, seen)
  },
  'sni delay holds the handshake': async (seat) => {
    const seen = await seat.https(name('late'), at('late'), { timeoutMs: 4000 })
    must(seen.status === 200 && seen.ms >= 900 + 100 && seen.ms < 2500, seen)
  },
  'sni lossy 100 stops the flow': ends('https', 'lossy', 'timeout'),
  'sni throttle': takes('https', 'slow'),
  'sni throttle shared halves two flows at once': async (seat) => {
    const one = () => seat.https(name('shared'), at('shared'), { timeoutMs: 6000 })
    const seen = await Promise.all([one(), one()])
    must(Math.max(...seen.map(({ ms }) => ms)) > 1000 && seen.every(({ outcome }) => outcome === 'ok'), seen)
  },
  'sni freeze stalls after its bytes': async (seat) => {
    const seen = await seat.https(name('frozen'), at('frozen'))
    must(seen.outcome === 'stalled' && seen.body.length > 8000 && seen.body.length < 16_000, seen)
  },
  'residual 3-tuple bites on the address, then lapses': async (seat) => {
    const first = await seat.https(name('three'), at('three'))
    const next = await seat.https('neighbour.example', at('three'))
    must(first.outcome === 'reset' && next.outcome === 'reset', [first, next])
    const until = performance.now() + 6000
    let later = next
    while (later.outcome !== 'ok' && performance.now() < until)
      later = await seat.https('neighbour.example', at('three'))
    must(later.status === 200, later)
  },
  'residual 4-tuple leaves another port alone': async (seat) => {
    const first = await seat.https(name('four'), at('four'))
    const next = await seat.https('someone.example', at('four'))
    must(first.outcome === 'reset' && next.outcome === 'ok', [first, next])
  },
  'host reset': ends('http', 'host-reset', 'reset'),
  'host drop': ends('http', 'host-drop', 'timeout'),
  'host close': ends('http', 'host-close', 'closed'),
  'host blockpage': async (seat) => {
    const seen = await seat.http(name('notice'), at('notice'))
    must(seen.status === 451 && seen.body.includes('Forbidden here'), seen)
  },
  'host redirect': async (seat) => {
    const seen = await seat.http(name('sent-away'), at('sent-away'))
    must(seen.status === 302 && seen.location === 'http://notice.operator.example/', seen)
  },
  'host throttle': takes('http', 'slow-host'),
  'relay answers with its own address and passes the true page': async (seat) => {
    const answer = await seat.dns(name('relayed'))
    const page = await seat.https(name('relayed'), '93.184.218.1')
    const plain = await seat.http(name('relayed'), '93.184.218.1')
    must(answer.addresses.join() === '93.184.218.1' && page.distrust === '' && plain.status === 200, [
      answer,
      page,
      plain,
    ])
    must(page.body.includes('Page of relayed'), page)
  },
  'a round trip takes its time: three of them to a first byte': async (seat) => {
    // The quickest of a few: a busy machine adds, nothing takes away.
    const looks: number[] = []
    for (let n = 0; n < 5; n++) looks.push((await seat.https(name('open'), at('open'))).ms)
    must(Math.min(...looks) >= 115 && Math.min(...looks) < 250, looks)
  },
  'a port nobody opened refuses, an address nobody has is silent': async (seat) => {
    const seen = [await seat.tcp(at('open'), 8080), await seat.tcp('198.41.0.4', 443)]
    must(seen[0]?.outcome === 'refused' && seen[1]?.outcome === 'timeout', seen)
  },
  'a bare address shows a certificate of another name': async (seat) => {
    const seen = await seat.https('', at('open'))
    must(seen.distrust === 'ERR_TLS_CERT_ALTNAME_INVALID' && seen.issuer === 'Fenceline Lab Root', seen)
  },
}
