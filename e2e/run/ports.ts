import type { Observation } from '../../core/model/observation.ts'
import type { Connectivity } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Local, Scenario } from '../lab/scenario.ts'
import type { SeenEvent } from './events.ts'

export const BROWSERS = ['chromium', 'firefox'] as const
export type BrowserName = (typeof BROWSERS)[number]

/** One target as one sweep left it. */
export interface SweptTarget {
  url: string
  verdict: Verdict
  observations: Observation[]
  /** Wall time of its diagnosis. */
  ms: number
  requests: number
  bytes: number
  /** State of the link when it was measured. */
  connectivity: Connectivity
  /** The extension's own id of the network. */
  networkId: string
}

export interface SweepOptions {
  /** Time that passes before the sweep. */
  gapSec: number
  /** How long the device sleeps in the middle of the sweep. */
  asleepSec: number
  /** What happens around the device while it sleeps. */
  onAsleep?: () => Promise<void>
  /** Fires when nobody waits for the answer any longer. */
  signal: AbortSignal
  /** Called as each target is finished, for a live table; results count only once returned. */
  onTarget?: (target: SweptTarget) => void
}

/** A real browser with the extension in it, its watchlist empty and its user in agreement. */
export interface BrowserSession {
  readonly name: BrowserName
  sweep(urls: readonly string[], options: SweepOptions): Promise<SweptTarget[]>
  /** Changes recorded since launch; absent while the extension shows none. */
  events?(): Promise<SeenEvent[]>
  close(): Promise<void>
}

export interface LaunchOptions {
  /** Picks the in-country reference hosts. */
  country: string
  /** What is peculiar to this user's own machine: ad blocker, VPN, a trusted foreign root. */
  local: Local
}
export type Launch = (browser: BrowserName, options: LaunchOptions) => Promise<BrowserSession>

/** What a world found wrong with itself; no scenario means the whole world. */
export interface Flaw {
  scenario: string | null
  text: string
}

/** The censored internet as the runner needs it. */
export interface LabWorld {
  /** Checks with a plain client that each scenario's world is what its file says. [] when it is. */
  prove(): Promise<Flaw[]>
  /** Sweep number, from 1: rules with `from` and `until` follow it. */
  setSweep(sweep: number): Promise<void>
  useNetwork(id: string): Promise<void>
  offline(on: boolean): Promise<void>
  /** The middlebox's and servers' log so far. */
  log(): Promise<string>
  /** Starts a packet capture into the file; answers how to end it, or null where nothing can capture. */
  capture(file: string): Promise<(() => Promise<void>) | null>
  close(): Promise<void>
}
export type OpenWorld = (scenarios: readonly Scenario[]) => Promise<LabWorld>
