import type { ChildProcess } from 'node:child_process'

/** Calls a lab process answers: name to [what it is asked, what it answers]. */
export type Calls = Record<string, [unknown, unknown]>
export type Handlers<C extends Calls> = { [K in keyof C]: (asked: C[K][0]) => C[K][1] | Promise<C[K][1]> }

interface Question {
  id: number
  call: string
  asked: unknown
}
interface Answer {
  id: number
  answer?: unknown
  error?: string
}

/** Serves calls from the parent, and dies with it. */
export function serve<C extends Calls>(handlers: Handlers<C>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('SIGINT', () => {
    // Ctrl-C reaches the whole group; the parent decides when the lab ends.
  })
  process.on('message', async ({ id, call, asked }: Question) => {
    try {
      const handler = handlers[call]
      if (!handler) throw new Error(`no such call: ${call}`)
      process.send?.({ id, answer: await handler(asked) } satisfies Answer)
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}

/** The parent's end. */
export class Remote<C extends Calls> {
  private readonly child: ChildProcess
  private readonly name: string
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private next = 0

  constructor(child: ChildProcess, name: string) {
    this.child = child
    this.name = name
    child.on('message', (answer: Answer) => {
      this.waiting.get(answer.id)?.(answer)
      this.waiting.delete(answer.id)
    })
    child.on('exit', (code, signal) => {
      for (const [id, settle] of this.waiting) settle({ id, error: `ended (${signal ?? code})` })
      this.waiting.clear()
    })
  }

  call<K extends keyof C & string>(call: K, asked: C[K][0]): Promise<C[K][1]> {
    return new Promise((resolve, reject) => {
      const id = this.next++
      this.waiting.set(id, ({ answer, error }) => {
        if (error === undefined) resolve(answer as C[K][1])
        else reject(new Error(`${this.name}: ${call}: ${error}`))
      })
      this.child.send({ id, call, asked } satisfies Question, (problem) => {
        if (problem) this.waiting.get(id)?.({ id, error: problem.message })
      })
    })
  }

  end(): void {
    if (this.child.connected) this.child.disconnect()
    this.child.kill('SIGKILL')
  }
}
