import type { FailureCode, Stage } from '../../core/model/failure.ts'
import { chromiumFailure, firefoxFailure } from '../../core/model/failure-names.ts'
import type { Failure } from '../../core/model/observation.ts'
import { BROWSER } from '../platform/which.ts'

/** Why our own clock or hand ended a request: both browsers report that as an ordinary abort. */
export type OwnEnd = 'deadline' | 'redirects' | 'stopped' | 'enough' | null

export function nameFailure(raw: string): FailureCode {
  return BROWSER === 'firefox' ? firefoxFailure(raw) : chromiumFailure(raw)
}

/** Names the end of a request: our own end first, then the browser's word. */
export function failureOf(args: {
  raw: string
  own: OwnEnd
  url: string
  stage: Stage | null
  bodyBegun: boolean
  /** The browser reported the request at all. */
  begun: boolean
}): Failure {
  const { raw, url, stage } = args
  if (args.own === 'redirects') return { code: 'http.response.redirect_loop', raw, url, stage }
  if (args.own === 'stopped') return { code: 'local.cancelled', raw: raw || 'stopped', url, stage }
  // The browser's own end may come in the very moment of ours: then it tells more.
  const theirs = raw !== '' && nameFailure(raw) !== 'abandoned' && !args.bodyBegun
  if (args.own === 'deadline' && !theirs) {
    return {
      code: args.bodyBegun ? 'http.response.stalled' : 'timed_out',
      raw: raw || 'deadline',
      url,
      stage,
    }
  }
  // A request the browser never began (an unsafe port in Firefox) leaves no trace at all.
  const code = raw ? nameFailure(raw) : args.begun ? 'unknown' : 'local.blocked_by_policy'
  // After repeats Firefox's phases are the last attempt's, so the browser's own word for the layer wins.
  const layer = code.startsWith('dns.') ? 'dns' : code === 'tcp.refused' ? 'connect' : stage
  // An abort that we did not make was made by another extension or by the browser itself.
  return { code: code === 'abandoned' ? 'local.cancelled' : code, raw, url, stage: layer }
}
