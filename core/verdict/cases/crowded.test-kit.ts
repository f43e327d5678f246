import {
  address,
  all,
  allDoh,
  control,
  failed,
  handshake,
  hop,
  page,
  references,
  response,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, PLAIN, SITE } from './case.test-kit.ts'

const known = [...allDoh(HOST, [IP]), ...references()]
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const closedPort = failed(`https://${HOST}:8443/`, 'tcp.refused', { role: 'closed-port' })
const SHORT = 'https://short.example/x'
const plainDoor = page(
  PLAIN,
  { url: SITE, ip: IP },
  { role: 'plain-http', via: [hop(PLAIN, SITE, { ip: IP })] },
)
const BIG = { http: { bodyLength: 200_000 } }
const mute = (role: 'target' | 'repeat') => failed(SITE, 'unknown', { role, failure: { raw: '' } })
const stall = (bytes: number, quietMs: number, role: 'target' | 'repeat') =>
  failed(SITE, 'http.response.stalled', {
    bytes,
    quietMs,
    firstByteMs: 300,
    response: response(SITE, { bytes }),
    role,
  })
const waited = { firstByteMs: 6_100, ms: 6_100 }

/** What a crowded machine makes of looks: words lost, waits long. */
export const CROWDED_CASES: Case[] = [
  {
    name: 'the first failure came without a word, the second says reset',
    browser: 'chromium',
    seen: all(mute('target'), failed(SITE, 'tcp.reset', { role: 'repeat' }), alive, plainDoor, known),
    rule: 'tls.cut-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  },
  ...inBoth({
    name: 'no failure has a word',
    seen: all(mute('target'), mute('repeat'), alive, known),
    rule: 'fallback.unexplained',
    expect: { status: 'inconclusive' },
  }),
  {
    name: 'time was up among redirects, the second look went round in circles',
    browser: 'chromium',
    seen: all(
      failed(SITE, 'timed_out', { via: [hop(SITE, `${SITE}1`)] }),
      failed(SITE, 'http.response.redirect_loop', { role: 'patient', via: [hop(SITE, `${SITE}1`)] }),
      alive,
      closedPort,
      known,
    ),
    rule: 'http.redirect-loop',
    expect: { status: 'reachable' },
  },
  ...inBoth({
    name: 'it froze twice, of which the second lasted long enough to tell',
    seen: all(stall(16_384, 4_255, 'target'), stall(16_384, 7_965, 'repeat'), known, control(SITE, BIG)),
    rule: 'body.freezes-early',
    expect: { status: 'blocked', mechanism: 'freeze', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'it froze, and the next time nothing came at all',
    seen: all(
      stall(16_384, 7_000, 'target'),
      failed(SITE, 'timed_out', { role: 'repeat' }),
      known,
      control(SITE, BIG),
    ),
    rule: 'body.freezes-early',
    expect: { status: 'blocked', mechanism: 'freeze', confidence: 'likely' },
  }),
  {
    name: "a slow site on a connection open already: its own connection's time was up too soon to tell",
    browser: 'chromium',
    seen: all(
      failed(SITE, 'timed_out'),
      page(SITE, { reused: true, coalesced: true }, { role: 'patient', ...waited }),
      handshake(SITE, 'timed_out', { ms: 6_000 }),
      handshake(`${SITE}?`, 'timed_out', { ms: 6_000 }),
      alive,
      closedPort,
      known,
      control(SITE),
    ),
    rule: 'response.old-connection',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'a hop was asked late, so its handshake ran out late',
    browser: 'chromium',
    url: SHORT,
    seen: all(
      failed(SHORT, 'timed_out', { ms: 10_000, via: [hop(SHORT, SITE)] }),
      failed(SHORT, 'tcp.timed_out', {
        role: 'patient',
        at: 1_700_000_010_000,
        ms: 24_000,
        via: [hop(SHORT, SITE)],
      }),
      alive,
      closedPort,
      plainDoor,
      known,
      control(SHORT),
    ),
    rule: 'tls.silent-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  },
]
