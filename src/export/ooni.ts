import { readObservations } from '../../core/model/upcast.ts'
import { MeasurementSchema, readRow } from '../history/stored.ts'
import { AS_SEEN, type ExportFacts } from './facts.ts'
import { controlOf, ooniControl, ooniDiff } from './ooni-control.ts'
import { ooniQueries } from './ooni-queries.ts'
import { isOwn, ooniRequests } from './ooni-requests.ts'
import { dnsConsistency, experimentFailures, ooniVerdict } from './ooni-verdict.ts'
import { scrubbed, serverAddresses } from './scrub.ts'

/**
 * One look in the shape of OONI's `web_connectivity` (data format 0.2.0, spec df-000 and ts-017). What a browser cannot
 * see is null. Mind the limits in docs/export.md: it is no measurement by OONI Probe. null: the row cannot be read.
 */
export function ooniOf(row: unknown, facts: ExportFacts): object | null {
  const look = readRow(MeasurementSchema, row)
  if (!look) return null
  const { observations } = readObservations(look.observations)
  const { verdict, url } = look
  const network = facts.networks.get(look.networkId)
  const control = controlOf(observations)
  const page = observations.find(isOwn) ?? null
  const name = URL.canParse(url) ? new URL(url).hostname : ''
  const started = ooniTime(look.at)
  const servers = serverAddresses(url, observations)
  const test_keys = {
    agent: 'redirect',
    client_resolver: null,
    retries: null,
    socksproxy: null,
    network_events: null,
    queries: ooniQueries(observations, look.at, name),
    requests: ooniRequests(observations, look.at),
    // A browser opens connections without showing them.
    tcp_connect: null,
    tls_handshakes: null,
    ...ooniControl(control),
    ...experimentFailures(observations),
    dns_consistency: dnsConsistency(verdict, observations),
    ...ooniDiff(page, control),
    ...ooniVerdict(verdict, page?.response != null),
    x_fenceline: verdict,
  }
  const measurement = scrubbed(
    {
      annotations: {
        engine_name: 'fenceline',
        engine_version: String(verdict.engine),
        platform: 'browser',
        browser: look.browser,
        note: AS_SEEN,
        ...(network?.vpn ? { network_type: 'vpn' } : {}),
      },
      data_format_version: '0.2.0',
      extensions: { dnst: 0, httpt: 0 },
      input: url,
      options: [],
      // The browser's own tests have a number of their own: not OONI's.
      probe_asn: `AS${network?.asn ?? 0}`,
      probe_cc: network?.country ?? 'ZZ',
      probe_ip: LOCALHOST,
      probe_network_name: network?.operator ?? null,
      report_id: '',
      resolver_asn: 'AS0',
      resolver_ip: UNKNOWN_RESOLVER,
      resolver_network_name: null,
      software_name: 'fenceline',
      software_version: facts.extension,
      test_helpers: control ? { backend: { address: control.helper, type: control.source } } : {},
      test_keys,
      test_name: 'web_connectivity',
      test_runtime: look.ms / 1_000,
      test_version: `0.0.${verdict.engine}`,
    },
    servers.add(LOCALHOST).add(UNKNOWN_RESOLVER),
  )
  // Our own, and like nothing before: a time of day reads much as an address does.
  return { ...measurement, id: look.id, measurement_start_time: started, test_start_time: started }
}

/** What OONI writes where the true addresses are kept back or unknown. */
const LOCALHOST = '127.0.0.1'
const UNKNOWN_RESOLVER = '127.0.0.2'

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
function ooniTime(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString().slice(0, 19).replace('T', ' ') : ''
}
