/** How answers and errors cross the message boundary. */
export type WireAnswer = { ok: true; value: unknown } | { ok: false; code: string; message: string }

/** An error that keeps its code on the other side. */
export class MessageError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'MessageError'
    this.code = code
  }
}

export function toWire(error: unknown): WireAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed'
  return { ok: false, code, message: error instanceof Error ? error.message : String(error) }
}

export function fromWire<T>(answer: WireAnswer | undefined): T {
  if (!answer) throw new MessageError('no-answer', 'The background did not answer')
  if (!answer.ok) throw new MessageError(answer.code, answer.message)
  return answer.value as T
}
