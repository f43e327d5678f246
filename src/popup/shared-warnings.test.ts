import { describe, expect, it } from 'vitest'
import type { Status, Warning } from '../../core/model/status.ts'
import type { StatusRow } from '../history/read.ts'
import { sharedWarnings } from './shared-warnings.ts'

function row(status: Status, ...warnings: Warning[]): StatusRow {
  const id = 'https://example.org/'
  const none = {
    mechanism: null,
    confidence: null,
    reason: null,
    scope: null,
    hop: null,
    rules: [],
    engine: 1,
  }
  return {
    target: { id, url: id, category: 'NEWS', group: 'news', sensitive: false, enabled: true, addedAt: 0 },
    latest: {
      networkId: 'unknown',
      targetId: id,
      url: id,
      measurementId: 'm',
      at: 0,
      verdict: { ...none, status, warnings },
      since: 0,
      lastOtherAt: null,
      latencyMs: null,
    },
  }
}

describe('what holds for every site', () => {
  it('is said once it is seen at half of those tested', () => {
    const one = row('reachable', 'via-proxy', 'slow')
    expect(sharedWarnings([one, row('blocked')])).toEqual(['via-proxy'])
    expect(sharedWarnings([one, row('blocked'), row('reachable')])).toEqual([])
  })

  it('does not count sites that were not asked', () => {
    expect(sharedWarnings([row('reachable', 'via-proxy'), row('untested'), row('untested')])).toEqual([
      'via-proxy',
    ])
    expect(sharedWarnings([row('untested', 'via-proxy')])).toEqual([])
    expect(sharedWarnings([])).toEqual([])
  })
})
