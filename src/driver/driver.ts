import { browser } from '../platform/browser.ts'

/** What the runner outside may ask of a lab build, beside the ordinary messages. */
export interface DriverCommands {
  /** Any message a page could send. */
  message(request: { name: string; request: unknown }): Promise<unknown>
  /** Agrees, replaces the settings named and the whole watchlist (null: the built-in one). */
  configure(request: { settings: Record<string, unknown>; urls: string[] | null }): Promise<unknown>
  /** State of a sweep and the measurements it finished so far. */
  sweep(request: { sweepId: string }): Promise<unknown>
  /** Anything kept, for tests: events, latest, ticks ... */
  history(request: { store: string }): Promise<unknown>
  /** How many rows each store has. */
  counts(request: object): Promise<Record<string, number>>
  /** Shortens spacings (Pace), for this and every later background; null: the ordinary ones again. Answers those in force. */
  pace(changes: Record<string, number> | null): Promise<unknown>
  /** Sets the wall clock that the extension reads off by so much, ms; alarms still ring by the true one. */
  clock(request: { offsetMs: number }): Promise<{ now: number }>
  /** A full heartbeat now; null when nobody could be asked. */
  heartbeat(request: object): Promise<unknown>
  /** What is due when. */
  jobs(request: object): Promise<unknown>
  /** As if the alarm had rung. */
  wake(request: object): Promise<unknown>
}

const MARK = 'fenceline-driver'

/**
 * Lets a test runner drive the extension the same way in both browsers: a socket to the port that the runner
 * wrote beside the manifest. Lab builds only; a test greps the store builds for MARK.
 */
export function startDriver(commands: DriverCommands): void {
  void connect(commands)
}

async function connect(commands: DriverCommands): Promise<void> {
  const config = await fetch(browser.runtime.getURL('driver.json')).then(
    (r) => r.json() as Promise<{ port: number }>,
    () => null,
  )
  if (!config) return
  const socket = new WebSocket(`ws://127.0.0.1:${config.port}/${MARK}`)
  socket.onmessage = async ({ data }) => {
    const { id, command, request } = JSON.parse(String(data)) as {
      id: number
      command: keyof DriverCommands
      request: never
    }
    try {
      socket.send(JSON.stringify({ id, ok: true, value: (await commands[command](request)) ?? null }))
    } catch (error) {
      socket.send(
        JSON.stringify({ id, ok: false, message: error instanceof Error ? error.message : String(error) }),
      )
    }
  }
}
