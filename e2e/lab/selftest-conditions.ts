import { run } from './run-command.ts'
import { viewFacts } from './selftest-views.ts'
import { allProven, must, sitDown } from './selftest-world.ts'

const open = { host: 'open.example', ips: ['93.184.217.1'] }
const home = { host: 'home.example', ips: ['93.184.217.2'], cc: 'KZ' }
const site = (host: string, n: number, extra: Record<string, unknown>) => ({
  host: `${host}.example`,
  ips: [`93.184.217.${n}`],
  ...extra,
})

/** Facts that need a world of their own; each leaves it to the next. */
export const conditionFacts: Record<string, () => Promise<void>> = {
  'bad certificates are bad in their own way': async () => {
    const seat = await sitDown({
      sites: [
        site('expired', 1, { https: 'expired' }),
        site('wrong', 2, { https: 'wrong-host' }),
        site('unknown', 3, { https: 'unknown-ca' }),
        site('self', 4, { https: 'self-signed' }),
      ],
    })
    const seen = await Promise.all(
      ['expired', 'wrong', 'unknown', 'self'].map((host, n) =>
        seat.https(`${host}.example`, `93.184.217.${n + 1}`),
      ),
    )
    const words = seen.map(({ distrust }) => distrust)
    must(words[0] === 'CERT_HAS_EXPIRED' && words[1] === 'ERR_TLS_CERT_ALTNAME_INVALID', words)
    must(/VERIFY|ISSUER/.test(words[2] ?? '') && /SELF_SIGNED/.test(words[3] ?? ''), words)
  },
  'a dead site is dead for everyone, in its own way': async () => {
    const ways = ['nxdomain', 'servfail', 'refused', 'drop', 'tls', 'http-500']
    const { https, dns } = await sitDown({ sites: ways.map((down, n) => site(down, n + 1, { down })) })
    const names = await Promise.all(ways.slice(0, 2).map((way) => dns(`${way}.example`)))
    must(names[0]?.rcode === 'NXDOMAIN' && names[1]?.rcode === 'SERVFAIL', names)
    const [refused, drop, tls, error] = await Promise.all(
      ways.slice(2).map((way, n) => https(`${way}.example`, `93.184.217.${n + 3}`)),
    )
    must(refused?.outcome === 'refused' && drop?.outcome === 'timeout', [refused, drop])
    must(tls?.outcome === 'tls-alert' && error?.status === 500, [tls, error])
  },
  'the outside sees what it is meant to, and only it': async () => {
    const seat = await sitDown({
      sites: [
        site('geo', 1, {
          page: { status: 403 },
          pageForControl: { status: 200 },
          ipsForControl: ['93.184.219.1'],
        }),
      ],
    })
    const [inside, doh, dns] = await Promise.all([
      seat.https('geo.example', '93.184.217.1'),
      seat.doh('geo.example'),
      seat.dns('geo.example'),
    ])
    must(inside.status === 403 && doh.addresses.join() === '93.184.219.1', [inside, doh])
    must(dns.addresses.join() === '93.184.217.1', dns)
    const bad = (await seat.world.prove()).filter(({ ok }) => !ok)
    must(bad.length === 0, bad)
  },
  'foreign drop leaves the country itself': async () => {
    const seat = await sitDown({ sites: [open, home], censor: [{ on: 'foreign', do: 'drop' }] })
    const abroad = await seat.https('open.example', '93.184.217.1')
    const inland = await seat.https('home.example', '93.184.217.2')
    must(abroad.outcome === 'timeout' && inland.status === 200, [abroad, inland])
  },
  'a shutdown leaves nothing': async () => {
    const seat = await sitDown({ sites: [open], censor: [{ on: 'all', do: 'drop' }] })
    const [page, name] = await Promise.all([
      seat.https('open.example', '93.184.217.1'),
      seat.dns('open.example'),
    ])
    must(page.outcome === 'timeout' && name.outcome === 'timeout', [page, name])
  },
  'a partial shutdown loses about its share of questions': async () => {
    const seat = await sitDown({ sites: [open], censor: [{ on: 'all', do: 'drop', lossPct: 40 }] })
    const seen = await Promise.all(Array.from({ length: 200 }, () => seat.dns('open.example')))
    // Lost unless both the question and the answer pass: 1 - 0.6 * 0.6 = 64 %.
    const lost = seen.filter(({ outcome }) => outcome === 'timeout').length / seen.length
    must(lost > 0.45 && lost < 0.82, lost)
  },
  'a flaky link still delivers': async () => {
    const seat = await sitDown({ sites: [open], local: { lossPct: 10 } })
    const seen = await seat.https('open.example', '93.184.217.1', { timeoutMs: 15_000 })
    must(seen.status === 200, seen)
  },
  'a portal answers for everyone until the user logs in': async () => {
    const seat = await sitDown({ sites: [open], local: { portal: true } })
    const [plain, secure] = await Promise.all([
      seat.http('detectportal.firefox.com', '34.107.221.23', { path: '/success.txt' }),
      seat.https('open.example', '93.184.217.1'),
    ])
    const login = await seat.http('login.hotspot.example', '92.46.0.80')
    must(plain.status === 302 && secure.outcome === 'timeout' && login.body.includes('Hotspot'), [
      plain,
      secure,
      login,
    ])
    await seat.world.setPortal(false)
    const after = await seat.https('open.example', '93.184.217.1')
    must(after.status === 200, after)
  },
  'a home filter answers with nowhere': async () => {
    const seat = await sitDown({ sites: [open], local: { dnsFilter: ['open.example'] } })
    const seen = await Promise.all(
      ['open.example', 'googleads.g.doubleclick.net', 'use-application-dns.net', 'www.iana.org'].map(
        seat.dns,
      ),
    )
    const told = seen.map(({ rcode, addresses }) => `${rcode} ${addresses.join()}`)
    must(told[0] === 'NOERROR 0.0.0.0' && told[1] === 'NOERROR 0.0.0.0' && told[2] === 'NXDOMAIN ', told)
    must(told[3]?.startsWith('NOERROR 151.') === true, told)
    await allProven(seat)
  },
  'an inspector shows its own root for every host': async () => {
    const seat = await sitDown({
      sites: [open, site('bad', 3, { https: 'expired' })],
      local: { inspectAll: true },
    })
    const good = await seat.https('open.example', '93.184.217.1')
    const bad = await seat.https('bad.example', '93.184.217.3')
    must(good.issuer === 'Local Inspection Root' && good.status === 200, good)
    must(bad.issuer === 'Unheard-of Root', bad)
  },
  'a wrong clock makes good certificates look wrong, and shifts Date': async () => {
    const seat = await sitDown({ sites: [open], local: { clockSkewSec: 400 * 86_400 } })
    const seen = await seat.https('open.example', '93.184.217.1')
    must(seen.distrust === 'CERT_HAS_EXPIRED', seen)
  },
  'resolvers out of reach': async () => {
    const seat = await sitDown({ sites: [open], local: { doh: 'unreachable' } })
    const seen = await seat.doh('open.example')
    must(seen.outcome === 'timeout', seen)
  },
  'a rule bites on its network and in its sweeps only': async () => {
    const seat = await sitDown({
      sites: [open, home],
      networks: [{ id: 'home' }, { id: 'phone', asn: 29355, via: [1299] }],
      censor: [
        { on: 'sni', match: 'open.example', do: 'reset', at: 'AS1299' },
        { on: 'sni', match: 'home.example', do: 'close', from: 2, until: 2 },
      ],
    })
    const both = async () => {
      const seen = await Promise.all([
        seat.https('open.example', '93.184.217.1'),
        seat.https('home.example', '93.184.217.2'),
      ])
      return seen.map(({ outcome }) => outcome).join()
    }
    const atHome = await both()
    await seat.world.useNetwork('phone')
    await seat.world.setSweep(2)
    const onPhone = await both()
    await seat.world.setSweep(3)
    const later = await both()
    must(atHome === 'ok,ok' && onPhone === 'reset,closed' && later === 'reset,ok', [atHome, onPhone, later])
  },
  'offline and back': async () => {
    const seat = await sitDown({ sites: [open] })
    await seat.world.offline(true)
    const off = await seat.https('open.example', '93.184.217.1')
    await seat.world.offline(false)
    const on = await seat.https('open.example', '93.184.217.1', { timeoutMs: 5000 })
    must(off.outcome === 'unreachable' && on.status === 200, [off, on])
  },
  ...viewFacts,
  'counters and log tell who was asked': async () => {
    const seat = await sitDown({
      sites: [open, home],
      censor: [{ on: 'sni', match: 'home.example', do: 'reset' }],
    })
    await Promise.all([
      seat.https('open.example', '93.184.217.1'),
      seat.https('home.example', '93.184.217.2'),
    ])
    const { outside, middlebox } = await seat.world.counters()
    must(outside['open.example']?.requests === 1 && outside['home.example'] === undefined, outside)
    must(middlebox['home.example']?.connections === 1, middlebox)
    const log = await seat.world.log()
    must(
      log.some((line) => line.includes('home.example') && line.includes('[reset]')),
      log,
    )
  },
  'a false claim is found out by the proof': async () => {
    const seat = await sitDown({ sites: [open] })
    await seat.world.offline(true)
    const bad = (await seat.world.prove()).filter(({ ok }) => !ok)
    await seat.world.offline(false)
    must(bad.length > 0, bad)
  },
  'the second world opens within a second': async () => {
    const began = performance.now()
    await sitDown({ sites: [open] })
    const ms = performance.now() - began
    must(ms < 1000, ms)
  },
  'no packet can leave: every wire ends in the lab': async () => {
    const devices = (await run('ip', ['-o', 'link'])).split('\n').filter(Boolean)
    const foreign = devices.filter((line) => !/^\d+: (lo|net\d+(@\S+)?):/.test(line))
    must(foreign.length === 0, foreign)
  },
}
