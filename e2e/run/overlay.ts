import type { Expectation, TargetExpectation } from '../lab/scenario.ts'
import type { BrowserName } from './ports.ts'

export type BrowserExpectation = Omit<Expectation, 'byBrowser'>
type Targets = Record<string, TargetExpectation>
type OnNetwork = Expectation['networks'][string]

/** What is expected of one browser: its `byBrowser` entry laid over the rest, field by field. */
export function expectationFor(expect: Expectation, browser: BrowserName): BrowserExpectation {
  const { byBrowser, ...base } = expect
  const over = byBrowser[browser]
  if (!over) return base
  const networks: Record<string, OnNetwork> = { ...base.networks }
  for (const [id, onNetwork] of Object.entries(over.networks)) {
    const below = networks[id]
    networks[id] = below
      ? { ...below, ...onNetwork, targets: layTargets(below.targets, onNetwork.targets) }
      : onNetwork
  }
  return {
    ...base,
    ...(over.connectivity === undefined ? {} : { connectivity: over.connectivity }),
    ...(over.events === undefined ? {} : { events: over.events }),
    targets: layTargets(base.targets, over.targets),
    networks,
  }
}

function layTargets(below: Targets, above: Targets): Targets {
  const laid: Targets = { ...below }
  for (const [url, target] of Object.entries(above)) laid[url] = { ...laid[url], ...target }
  return laid
}
