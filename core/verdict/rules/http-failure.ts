import type { Facts } from '../facts/facts.ts'
import { acceptsOutside } from '../facts/outside.ts'
import { blocked, blockedSomehow, inconclusive, outsideUp, type Rule } from '../rule.ts'

const troubleIs = (f: Facts, kind: string) => f.scheme === 'http' && f.trouble?.kind === kind
const addressAnswers = (f: Facts) => f.probes.some((p) => p.answered)
/** The address answers without the name, or the very name answers where a filter of Host headers cannot read. */
const upWithoutHost = (f: Facts) => addressAnswers(f) || f.overHttps !== null
const hangsInHttp = (f: Facts) =>
  f.trouble?.stage === 'request' || f.closedPortAnswers || f.overHttps !== null

/** Plain HTTP that failed: with the Host header against without. */
export const HTTP_FAILURE_RULES: readonly Rule[] = [
  {
    id: 'http.cut-on-the-name',
    when: (f) => troubleIs(f, 'cut') && upWithoutHost(f),
    say: (f) => blocked(f, 'http', { isolated: f.name !== 'apart', up: true }),
    source: 'OONI httpBlockingConnectionReset; RFC 9505 5.1.1',
  },
  {
    id: 'http.cut-without-the-name',
    when: (f) => troubleIs(f, 'cut') && f.probes.some((p) => p.kind === 'cut') && !outsideUp(f),
    say: () => inconclusive(),
    source: 'OONI "expected failure" needs a control',
  },
  {
    id: 'http.cut',
    when: (f) => troubleIs(f, 'cut'),
    say: blockedSomehow,
    source: 'residual censorship, Bock et al. 2021; or nothing to compare with',
  },
  {
    id: 'http.silent-on-the-name',
    when: (f) =>
      troubleIs(f, 'timeout') &&
      upWithoutHost(f) &&
      hangsInHttp(f) &&
      !(f.probes.length > 0 && !addressAnswers(f)),
    // A site stuck on its own account looks the same, unless it answers over HTTPS, or to somebody outside.
    say: (f) =>
      blocked(f, 'http', {
        isolated: f.name !== 'apart' && (f.overHttps !== null || (f.closedPortAnswers && outsideUp(f))),
        up: true,
      }),
    source: 'OONI redirectWithConsistentDNSAndThenTimeoutForHTTP',
  },
  {
    id: 'http.silent-somewhere',
    when: (f) => troubleIs(f, 'timeout') && addressAnswers(f),
    say: blockedSomehow,
    source: 'docs/architecture.md, layers: silence looks alike in Chromium',
  },
  {
    // The name answers over HTTPS, so DNS and the path are fine: this site has no plain door.
    id: 'http.port-closed',
    when: (f) =>
      (troubleIs(f, 'refused') || troubleIs(f, 'unreachable')) && f.overHttps !== null && !acceptsOutside(f),
    say: () => inconclusive(),
    source: 'OONI manual fixture dnsgoogle80',
  },
]
