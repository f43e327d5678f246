import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The runner's end of the driver (src/driver/driver.ts): the extension's background connects to us each time it
 * starts, so a worker that was stopped comes back as a new connection.
 */
export class DriverLink {
  readonly #server: WebSocketServer
  #socket: WebSocket | null = null
  #nextId = 1
  readonly #pending = new Map<number, { resolve: (v: unknown) => void; reject: (e: Error) => void }>()
  readonly #arrivals = new Set<() => void>()
  /** How often a background has connected: its number of starts. */
  starts = 0

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => {
      this.starts++
      this.#socket = socket
      socket.on('message', (data) => this.#answer(String(data)))
      socket.on('close', () => this.#gone(socket))
      for (const arrived of this.#arrivals) arrived()
    })
  }

  static async open(): Promise<DriverLink> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 256 * 1024 * 1024 })
    await once(server, 'listening')
    return new DriverLink(server)
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  /** Whether a background is connected now. */
  get connected(): boolean {
    return this.#socket !== null
  }

  /** Waits for a background to connect. */
  async ready(timeoutMs = 20_000): Promise<void> {
    if (this.#socket) return
    await new Promise<void>((resolve, reject) => {
      const arrived = () => {
        clearTimeout(timer)
        this.#arrivals.delete(arrived)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#arrivals.delete(arrived)
        reject(new Error(`The extension's background did not connect within ${timeoutMs} ms`))
      }, timeoutMs)
      this.#arrivals.add(arrived)
    })
  }

  /** Resolves when the background connected now has ended; at once when there is none. */
  gone(): Promise<void> {
    const socket = this.#socket
    return socket ? new Promise((resolve) => socket.once('close', () => resolve())) : Promise.resolve()
  }

  /** Asks the background. Rejects when it answers with an error or dies first. */
  async ask<T>(command: string, request: unknown): Promise<T> {
    await this.ready()
    const id = this.#nextId++
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }))
    this.#socket?.send(JSON.stringify({ id, command, request }))
    return (await answer) as T
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(text: string): void {
    const { id, ok, value, message } = JSON.parse(text) as {
      id: number
      ok: boolean
      value: unknown
      message: string
    }
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (ok) pending?.resolve(value)
    else pending?.reject(new Error(message))
  }

  #gone(socket: WebSocket): void {
    if (this.#socket !== socket) return
    this.#socket = null
    for (const { reject } of this.#pending.values()) reject(new Error('The background went away'))
    this.#pending.clear()
  }
}
