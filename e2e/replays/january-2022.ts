import { type DocumentedLine, type DocumentedWindow, type Instant, type Phase, utc } from './timeline.ts'

/**
 * Kazakhstan, January 2022, as published. Times are UTC; local time was six hours later. Where a source gives a range,
 * or several disagree, the range is kept and one instant in it is played. docs/connectivity.md has the table.
 */
const RIPE = 'https://labs.ripe.net/author/emileaben/the-kazakhstan-outage-as-seen-from-ripe-atlas'
const CLOUDFLARE = 'https://gixtools.net/2022/01/internet-shut-down-in-kazakhstan-amid-unrest/'
const NETBLOCKS =
  'https://netblocks.org/reports/internet-disrupted-in-kazakhstan-amid-energy-price-protests-oy9YQgy3'
const TASS = 'https://iz.ru/1274797'
const RFERL = 'https://www.rferl.org/a/kazakhstan-unrest-internet-resumes-almaty/31646931.html'
const FORBES = 'https://centrasia.org/newsA.php?st=1642270140'

const at = (text: string, range?: [string, string]): Instant => ({
  at: utc(text),
  ...(range ? { range: [utc(range[0]), utc(range[1])] as [number, number] } : {}),
})

/** Cloudflare saw it at 10:30, RIPE Atlas until 11:15, GlobalCheck at 11:32. */
const SHUTDOWN = at('2022-01-05T11:00', ['2022-01-05T10:30', '2022-01-05T11:32'])
const STABLE = at('2022-01-11T02:15')

const NATIONAL: DocumentedWindow[] = [
  {
    what: 'national shutdown',
    kind: 'offline',
    onset: SHUTDOWN,
    end: at('2022-01-06T12:00', ['2022-01-06T11:00', '2022-01-06T13:00']),
    source: `${CLOUDFLARE} ${RIPE} ${NETBLOCKS}`,
  },
  {
    what: 'after the partial restoration, to the end; with the list from 7 to 9 January',
    kind: 'offline',
    onset: at('2022-01-06T13:40'),
    end: STABLE,
    source: `${TASS} ${RIPE}`,
  },
]

const CAPITAL: DocumentedWindow[] = [
  {
    what: 'capital, fixed line: some six hours, back for the president’s speech',
    kind: 'offline',
    onset: SHUTDOWN,
    end: at('2022-01-05T17:00', ['2022-01-05T16:30', '2022-01-05T17:30']),
    source: `${NETBLOCKS} ${RIPE}`,
  },
  {
    what: 'cut again early on 6 January, local time, after some three hours',
    kind: 'offline',
    onset: at('2022-01-05T20:00', ['2022-01-05T18:00', '2022-01-06T00:00']),
    end: at('2022-01-06T12:00', ['2022-01-06T11:00', '2022-01-06T13:00']),
    source: `${NETBLOCKS} ${RIPE}`,
  },
  {
    what: 'off again; at midnight data centres are back, homes are not',
    kind: 'offline',
    onset: at('2022-01-06T13:40'),
    end: at('2022-01-07T04:00', ['2022-01-07T00:00', '2022-01-07T06:00']),
    source: `${TASS} ${RIPE}`,
  },
  {
    what: 'off but for the list',
    kind: 'national-only',
    onset: at('2022-01-07T06:00'),
    end: at('2022-01-08T03:00'),
    source: TASS,
  },
  {
    what: 'off but for the list, second time',
    kind: 'national-only',
    onset: at('2022-01-08T09:40'),
    end: at('2022-01-09T03:30'),
    source: TASS,
  },
  {
    what: 'off but for the list, more than 18 hours',
    kind: 'national-only',
    onset: at('2022-01-09T06:00'),
    end: at('2022-01-10T00:00', ['2022-01-09T23:00', '2022-01-10T01:00']),
    source: TASS,
  },
]

const ALMATY: DocumentedWindow[] = [
  {
    what: 'Almaty, 111 hours',
    kind: 'offline',
    onset: SHUTDOWN,
    end: at('2022-01-10T03:00'),
    source: `${RFERL} ${FORBES}`,
  },
  {
    what: 'cut again after four hours “by schedule”',
    kind: 'offline',
    onset: at('2022-01-10T07:00'),
    end: STABLE,
    source: `${FORBES} ${RIPE}`,
  },
]

const MOBILE: DocumentedWindow[] = [
  {
    what: 'mobile: far less since the evening before, then nothing until the end',
    kind: 'offline',
    onset: at('2022-01-04T16:00', ['2022-01-04T14:30', '2022-01-04T16:30']),
    end: STABLE,
    source: `${CLOUDFLARE} ${TASS} ${RIPE}`,
  },
]

const LINE_OF = { offline: 'cut', 'national-only': 'national', degraded: 'weak' } as const

function phasesOf(windows: readonly DocumentedWindow[], others: readonly Phase[] = []): Phase[] {
  const phases = windows.flatMap(({ kind, onset, end }): Phase[] => [
    { at: onset.at, line: LINE_OF[kind] },
    { at: end.at, line: 'up' },
  ])
  return [...phases, ...others].sort((a, b) => a.at - b.at)
}

/** The list, within a longer cut: https://www.the-village-kz.com, Forbes. */
const LIST: Phase[] = [
  { at: utc('2022-01-07T06:00'), line: 'national' },
  { at: utc('2022-01-10T00:00'), line: 'cut' },
]

export const LINES: readonly DocumentedLine[] = [
  {
    name: 'home, elsewhere in the country',
    networkId: 'as9198-kz',
    awake: [2, 17.5],
    windows: NATIONAL,
    phases: phasesOf(NATIONAL, LIST),
  },
  {
    name: 'home, the capital',
    networkId: 'as50482-kz',
    awake: [1.5, 17.75],
    windows: CAPITAL,
    phases: phasesOf(CAPITAL),
  },
  {
    name: 'home, Almaty',
    networkId: 'as39824-kz',
    awake: [1, 16],
    windows: ALMATY,
    phases: phasesOf(ALMATY),
  },
  {
    name: 'mobile',
    networkId: 'as29355-kz',
    awake: [1.25, 18],
    windows: MOBILE,
    phases: phasesOf(MOBILE, LIST)
      .filter(({ at: when }) => when !== utc('2022-01-04T16:00'))
      .concat({ at: utc('2022-01-04T16:00'), line: 'weak' }, { at: SHUTDOWN.at, line: 'cut' })
      .sort((a, b) => a.at - b.at),
  },
]

/** What was said to work from 7 to 9 January; other sites of the list of the extension were not. */
export const WORKED_FROM_THE_LIST: readonly string[] = [
  'https://tengrinews.kz/',
  'https://www.inform.kz/',
  'https://24.kz/',
  'https://qazaqstan.tv/',
]
export const NOT_ON_THE_LIST: readonly string[] = ['https://www.wikipedia.org/', 'https://vlast.kz/']

/** Of the reference hosts only Kaspi was on it. */
export const REFERENCES_ON_THE_LIST: readonly string[] = ['kaspi.kz']
