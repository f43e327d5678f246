import { describe, expect, it } from 'vitest'
import { verdict } from '../../e2e/run/verdict-fixture.ts'
import { abilityOf } from './ability.ts'
import { renderProgress } from './progress.ts'
import { openTable } from './table.ts'
import { columnsOf } from './width.ts'

const TERMINAL = { live: true, colour: false, unicode: true, columns: 80, rows: 24 }
const urls = (count: number) => Array.from({ length: count }, (_, index) => `https://s${index}.example/`)
const done = (url: string) => ({ url, verdict: verdict(), ms: 12 })

const ESC = String.fromCharCode(27)
const PIECES = new RegExp(`${ESC}\\[\\??\\d+[A-Za-z]|\\r|\\n|[^${ESC}\\r\\n]+`, 'g')
const CURSOR_UP = new RegExp(`^${ESC}\\[(\\d+)A$`)

/** What a terminal would show: understands just what the table sends. */
function screen() {
  const lines: string[] = ['']
  let at = 0
  return {
    write(text: string) {
      for (const [part] of text.matchAll(PIECES)) {
        const up = CURSOR_UP.exec(part)?.[1]
        if (up) at -= Number(up)
        else if (part === '\u001b[0J') lines.splice(at, lines.length, '')
        else if (part === '\n') lines[++at] ??= ''
        else if (!part.startsWith('\u001b') && part !== '\r') lines[at] += part
      }
    },
    lines: () => lines.filter((line) => line),
  }
}

describe('on a terminal', () => {
  it('redraws rows in place, with the progress under them', () => {
    const shown = screen()
    const table = openTable(shown, TERMINAL, urls(2))
    table.progress({ done: 0, total: 2, elapsedMs: 10, label: 's0.example' })
    table.show(done('https://s1.example/'))
    expect(shown.lines().map((line) => line.slice(0, 11).trim())).toEqual([
      '… looking',
      '✓ reachable',
      '─'.repeat(11),
    ])
    table.show(done('https://s0.example/'))
    table.end()
    expect(shown.lines()).toHaveLength(2)
    expect(shown.lines().every((line) => line.startsWith('✓ reachable'))).toBe(true)
  })

  it('keeps every row, once, when the table outgrows the screen', () => {
    const shown = screen()
    const table = openTable(shown, { ...TERMINAL, rows: 8 }, urls(30))
    for (const url of urls(30)) table.show(done(url))
    table.show(done('https://s0.example/'))
    table.end()
    const hosts = shown.lines().map((line) => /s\d+\.example/.exec(line)?.[0])
    expect(hosts).toEqual(Array.from({ length: 30 }, (_, index) => `s${index}.example`))
  })

  it('never draws more lines than fit while rows are open', () => {
    const shown = screen()
    const table = openTable(shown, { ...TERMINAL, rows: 8 }, urls(30))
    table.progress({ done: 0, total: 30, elapsedMs: 0, label: '' })
    expect(shown.lines().length).toBeLessThan(8)
    expect(shown.lines().at(-2)).toBe('… 26 more')
  })
})

describe('elsewhere', () => {
  it('appends each finished row once, uncut, with no escape sequence', () => {
    let text = ''
    const table = openTable(
      { write: (part: string) => (text += part) },
      { ...TERMINAL, live: false },
      urls(2),
    )
    table.progress({ done: 0, total: 2, elapsedMs: 0, label: '' })
    table.show({ url: 'https://s0.example/', verdict: null, ms: null })
    table.show(done('https://s1.example/'))
    table.end()
    expect(text).toMatch(/^✓ reachable +s1\.example +12 ms\n$/)
  })
})

it('cuts nothing in a file, however long', () => {
  let text = ''
  const table = openTable({ write: (part: string) => (text += part) }, { ...TERMINAL, live: false }, urls(1))
  const hop = `https://${'long.'.repeat(20)}example/`
  table.show({
    url: 'https://s0.example/',
    verdict: verdict({ status: 'blocked', mechanism: 'http', hop, confidence: 'likely' }),
    ms: 1,
  })
  expect(text).toContain(`at ${'long.'.repeat(20)}example`)
  expect(text).toMatch(/likely +1 ms\n$/)
})

describe('renderProgress', () => {
  it('never wraps', () => {
    for (let columns = 1; columns < 120; columns += 1) {
      const line = renderProgress(
        { done: 3, total: 9, elapsedMs: 4200, label: 'quite.a.long.host.example and others' },
        { columns, colour: false, unicode: true },
      )
      expect(columnsOf(line)).toBeLessThan(Math.max(columns, 1) + (columns === 1 ? 1 : 0))
    }
  })

  it('is full at the end', () => {
    const line = renderProgress(
      { done: 9, total: 9, elapsedMs: 1, label: '' },
      { columns: 80, colour: false, unicode: false },
    )
    expect(line).toMatch(/^={20} {2}9\/9/)
  })
})

describe('abilityOf', () => {
  const tty = { isTTY: true, columns: 90, rows: 30 }
  it('colours a terminal, unless asked not to', () => {
    expect(abilityOf(tty, { LANG: 'C.UTF-8' })).toMatchObject({ live: true, colour: true, unicode: true })
    expect(abilityOf(tty, { NO_COLOR: '1' }).colour).toBe(false)
    expect(abilityOf(tty, { TERM: 'dumb' })).toMatchObject({ live: false, colour: false })
    expect(abilityOf({}, {})).toMatchObject({ live: false, colour: false, columns: 100 })
  })
})
