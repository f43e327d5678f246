import { request } from 'node:https'
import * as v from 'valibot'
import { ControlResponseSchema } from '../../core/protocol/control.ts'
import { VPN } from './link-addresses.ts'
import { allProven, must, type Seat, sitDown } from './selftest-world.ts'

const open = { host: 'open.example', ips: ['93.184.217.1'], page: { title: 'The open page' } }
const HELPER = '0.th.ooni.org'

/** Facts about the ways to see past the censor: control hosts, a VPN, the other address family, other names. */
export const viewFacts: Record<string, () => Promise<void>> = {
  'a control host sees past the censor, and is noted': async () => {
    const seat = await sitDown({
      sites: [
        { ...open, pageForControl: { status: 200, title: 'Only abroad', bytes: 5000 } },
        { host: 'gone.example', ips: ['93.184.217.2'], down: 'nxdomain' },
        { host: 'dead.example', ips: ['93.184.217.3'], down: 'refused' },
        { host: 'shifting.example', ips: ['93.184.217.4'], ipsForControl: ['93.184.217.5'] },
      ],
      censor: [{ on: 'sni', match: 'open.example', do: 'reset' }],
    })
    const page = await askHelper(seat, 'https://open.example/', ['93.184.217.1:443'])
    must(page.http_request.status_code === 200 && page.http_request.title === 'Only abroad', page)
    must(
      page.http_request.body_length === 5000 && page.tls_handshake['93.184.217.1:443']?.status === true,
      page,
    )
    const gone = await askHelper(seat, 'https://gone.example/', [])
    must(gone.dns.failure !== null && gone.http_request.failure !== null, gone)
    const dead = await askHelper(seat, 'https://dead.example/', [])
    must(dead.tcp_connect['93.184.217.3:443']?.status === false, dead)
    const other = await askHelper(seat, 'https://shifting.example/', [])
    must(other.dns.addrs?.join() === '93.184.217.5', other)
    const log = await seat.world.log()
    must(
      log.some((line) => line.includes(`control ${HELPER} POST / {`)),
      log,
    )
  },
  'under a wrong clock the control host still finds good certificates good': async () => {
    const seat = await sitDown({ sites: [open], local: { clockSkewSec: 400 * 86_400 } })
    const seen = await seat.https('open.example', '93.184.217.1')
    must(seen.distrust === 'CERT_HAS_EXPIRED', seen)
    const page = await askHelper(seat, 'https://open.example/', [], false)
    must(page.http_request.status_code === 200, page)
  },
  'control hosts out of reach': async () => {
    const seat = await sitDown({ sites: [open], local: { control: 'unreachable' } })
    const seen = await seat.https(HELPER, addressOf(seat, HELPER))
    must(seen.outcome === 'timeout', seen)
    await allProven(seat)
  },
  'where there are no resolvers they refuse at once': async () => {
    const seat = await sitDown({ sites: [open], local: { doh: 'none' } })
    const seen = await seat.doh('open.example')
    must(seen.outcome === 'refused', seen)
    await allProven(seat)
  },
  'a VPN comes out abroad, past every rule': async () => {
    const seat = await sitDown({
      sites: [{ ...open, pageForControl: { status: 200, title: 'Abroad' } }],
      local: { vpn: true },
      censor: [
        { on: 'dns', match: 'open.example', do: 'nxdomain' },
        { on: 'sni', match: 'open.example', do: 'reset' },
      ],
    })
    const direct = await seat.https('open.example', '93.184.217.1')
    const seen = await seat.https('open.example', '93.184.217.1', { through: VPN })
    must(direct.outcome === 'reset' && seen.status === 200 && seen.body.includes('Abroad'), [direct, seen])
    await allProven(seat)
  },
  'a name of the neutral zone leads to its address, and shows another certificate': async () => {
    const seat = await sitDown({ sites: [open], censor: [{ on: 'sni', match: 'open.example', do: 'reset' }] })
    const name = '93-184-217-1.sslip.io'
    const [own, doh] = await Promise.all([seat.dns(name), seat.doh(name)])
    must(own.addresses.join() === '93.184.217.1' && doh.addresses.join() === '93.184.217.1', [own, doh])
    const seen = await seat.https(name, '93.184.217.1')
    must(seen.distrust === 'ERR_TLS_CERT_ALTNAME_INVALID', seen)
  },
  'transfer hosts send what is asked': async () => {
    const seat = await sitDown({ sites: [open] })
    const host = 'speed.cloudflare.com'
    const path = '/__down?bytes=70000'
    const seen = await seat.https(host, addressOf(seat, host), { path })
    must(seen.status === 200 && seen.body.length > 20_000, seen)
  },
  'IPv6 goes through the same censor': async () => {
    const six = ['2a02:26f0:9::1', '2a02:26f0:9::2', '2a02:26f0:9::3']
    const seat = await sitDown({
      sites: [
        { host: 'open.example', ips: ['93.184.217.1', six[0]] },
        { host: 'shut.example', ips: ['93.184.217.2', six[1]] },
        { host: 'lost.example', ips: ['93.184.217.3', six[2]] },
      ],
      censor: [
        { on: 'sni', match: 'shut.example', do: 'reset' },
        { on: 'ip', match: six[2], do: 'drop' },
      ],
    })
    const [good, shut, lost] = await Promise.all(
      ['open', 'shut', 'lost'].map((name, n) => seat.https(`${name}.example`, six[n] ?? '')),
    )
    must(good?.status === 200 && shut?.outcome === 'reset' && lost?.outcome === 'timeout', [good, shut, lost])
    await allProven(seat)
  },
  'a broken IPv6 is there and leads nowhere; without any there is no way': async () => {
    const sites = [{ host: 'open.example', ips: ['93.184.217.1', '2a02:26f0:9::1'] }]
    const broken = await sitDown({ sites, local: { ipv6: 'broken' } })
    const [six, four] = await Promise.all([
      broken.https('open.example', '2a02:26f0:9::1'),
      broken.https('open.example', '93.184.217.1'),
    ])
    must(six.outcome === 'timeout' && four.status === 200, [six, four])
    await allProven(broken)
    const none = await sitDown({ sites, local: { ipv6: 'none' } })
    const nowhere = await none.https('open.example', '2a02:26f0:9::1')
    must(nowhere.outcome === 'unreachable', nowhere)
    await allProven(none)
  },
}

const addressOf = ({ world }: Seat, host: string): string =>
  world.plan.sites.find((site) => site.host === host)?.ips[0] ?? ''

/** One question to a control host in the protocol's own words, by an ordinary client at the user's desk. */
function askHelper(seat: Seat, url: string, endpoints: string[], trusting = true) {
  const body = JSON.stringify({ http_request: url, http_request_headers: {}, tcp_connect: endpoints })
  const options = {
    method: 'POST',
    host: addressOf(seat, HELPER),
    servername: HELPER,
    headers: { host: HELPER, 'content-type': 'application/json' },
    ca: [seat.world.plan.authorities.lab.certificate],
    rejectUnauthorized: trusting,
    timeout: 20_000,
  }
  return new Promise<v.InferOutput<typeof ControlResponseSchema>>((resolve, reject) => {
    const asked = request(options, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => {
        text += chunk
      })
      answer.on('end', () => {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ControlResponseSchema), text)
        if (parsed.success) resolve(parsed.output)
        else reject(new Error(`${answer.statusCode} ${text.slice(0, 200)}`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
