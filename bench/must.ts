import type { TargetExpectation } from '../e2e/lab/scenario.ts'

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]

/** Nobody may call this target blocked or throttled. */
export const mustNotBlock = ({ status, not }: TargetExpectation): boolean =>
  (list(status).length > 0 && !list(status).some((s) => s === 'blocked' || s === 'throttled')) ||
  list(not).includes('blocked')

/** This target is blocked, and there is no doubt about it. */
export const mustBlock = ({ status, confidence }: TargetExpectation): boolean =>
  list(status).length === 1 &&
  list(status)[0] === 'blocked' &&
  list(confidence).length > 0 &&
  list(confidence).every((c) => c === 'likely' || c === 'confirmed')
