import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askOverlapped } from './overlapped.ts'

/** What each helper does: after so long it answers, has none, or fails. */
interface Manner {
  afterMs: number
  answer: string | null | Error
}
const times = { nextAfterMs: 15_000, overallMs: 22_000 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function play(manners: Manner[], signal = new AbortController().signal) {
  const asked: [index: number, at: number][] = []
  const letGo: number[] = []
  const start = Date.now()
  const ended = askOverlapped(
    manners.map((manner, index) => ({ ...manner, index })),
    ({ index, afterMs, answer }, over) => {
      asked.push([index, Date.now() - start])
      over.addEventListener('abort', () => letGo.push(index))
      return new Promise<string | null>((resolve, reject) => {
        setTimeout(() => (answer instanceof Error ? reject(answer) : resolve(answer)), afterMs)
      })
    },
    times,
    signal,
  ).then((answer) => ({ answer, ms: Date.now() - start }))
  return { ended, asked, letGo }
}
const answers = (afterMs: number, answer: Manner['answer']): Manner => ({ afterMs, answer })
const SILENT = answers(1e9, null)

describe('askOverlapped', () => {
  it.each<[string, Manner[], string | null, number, [number, number][]]>([
    ['nobody there', [], null, 0, []],
    ['the first answers: nobody else learns of it', [answers(2_000, 'a'), SILENT], 'a', 2_000, [[0, 0]]],
    [
      'the first has none: the next at once',
      [answers(500, null), answers(100, 'b')],
      'b',
      600,
      [
        [0, 0],
        [1, 500],
      ],
    ],
    [
      'the first fails: the next at once',
      [answers(0, new Error('x')), answers(100, 'b')],
      'b',
      100,
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [
      'the first is silent: the next beside it',
      [SILENT, answers(1_000, 'b')],
      'b',
      16_000,
      [
        [0, 0],
        [1, 15_000],
      ],
    ],
    [
      'the first answers late, beside the next',
      [answers(19_000, 'a'), SILENT],
      'a',
      19_000,
      [
        [0, 0],
        [1, 15_000],
      ],
    ],
    [
      'the last has none, an earlier one answers late',
      [answers(17_000, 'a'), answers(10, null), answers(10, null)],
      'a',
      17_000,
      [
        [0, 0],
        [1, 15_000],
        [2, 15_010],
      ],
    ],
    [
      'an earlier one gives up while the next is asked: that one keeps its time',
      [answers(16_000, null), answers(3_000, 'b'), SILENT],
      'b',
      18_000,
      [
        [0, 0],
        [1, 15_000],
      ],
    ],
    [
      'none has an answer',
      [answers(10, null), answers(10, null)],
      null,
      20,
      [
        [0, 0],
        [1, 10],
      ],
    ],
    [
      'all are silent',
      [SILENT, SILENT, SILENT],
      null,
      22_000,
      [
        [0, 0],
        [1, 15_000],
      ],
    ],
  ])('%s', async (_name, manners, answer, ms, order) => {
    const { ended, asked } = play(manners)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await ended).toEqual({ answer, ms })
    expect(asked).toEqual(order)
  })

  it('lets go of everybody at the end', async () => {
    const { ended, letGo } = play([SILENT, answers(10, 'b')])
    await vi.advanceTimersByTimeAsync(15_010)
    await ended
    expect(letGo).toEqual([0, 1])
  })

  it('ends at once when the user stops, and asks nobody more', async () => {
    const stop = new AbortController()
    const { ended, asked } = play([SILENT, SILENT], stop.signal)
    await vi.advanceTimersByTimeAsync(1_000)
    stop.abort()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await ended).toEqual({ answer: null, ms: 1_000 })
    expect(asked).toHaveLength(1)
  })

  it('asks nobody when it was stopped before', async () => {
    const { ended, asked } = play([SILENT], AbortSignal.abort())
    expect((await ended).answer).toBeNull()
    expect(asked).toEqual([])
  })
})
