import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Mechanism, Status } from '../../core/model/status.ts'
import { allDoh, page } from '../../core/verdict/observe.test-kit.ts'
import { at, beats, record } from './link.test-kit.ts'
import { linkFindings } from './link-findings.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import { aLook, aVerdict, freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

interface Looked {
  host: string
  status: Status
  mechanism?: Mechanism
  ip?: string
}

/** The newest looks of these sites, and what is found. */
async function found(ticks: Parameters<typeof record>[1][], looks: Looked[], now = at(60)) {
  const targets = looks.map(({ host }) => ({
    id: `https://${host}/`,
    url: `https://${host}/`,
    category: 'NEWS',
  }))
  return history.withDb(async (db) => {
    await record(db, ...ticks)
    for (const [i, { host, status, mechanism = null, ip = `${i + 1}.1.1.1` }] of looks.entries()) {
      const url = `https://${host}/`
      const observations = status === 'reachable' ? [page(url, { ip })] : allDoh(host, [ip])
      const look = { id: `${at(i)}-${i}`, at: at(i), url, targetId: url, networkId: 'home', observations }
      await recordMeasurement(db, aLook({ ...look, verdict: aVerdict(status, mechanism) }))
    }
    return linkFindings(db, 'home', targets, 'KZ', now)
  })
}
const well = Array.from({ length: 12 }, (_, i): Looked => ({ host: `s${i}.example`, status: 'reachable' }))

it('says nothing of a line nobody has looked at', async () => {
  expect(await found([], [{ host: 'a.example', status: 'blocked' }])).toEqual([])
  expect(await found(beats('.....', 40), [])).toEqual([])
})

it('names the sites at home that work while the world does not', async () => {
  const looks: Looked[] = [
    { host: 'www.inform.kz', status: 'reachable' },
    { host: 'vlast.kz', status: 'untested' },
    { host: 'www.bbc.co.uk', status: 'untested' },
  ]
  expect(await found(beats('..nnn', 40), looks)).toMatchObject([
    { id: 'national-only', targetIds: ['https://www.inform.kz/'], share: { part: 3, of: 3 } },
  ])
})

it('knows addresses from the looks themselves when many fail by address', async () => {
  const hit = [1, 2, 3].map(
    (i): Looked => ({ host: `h${i}.example`, status: 'blocked', mechanism: 'ip', ip: `104.16.${i}.1` }),
  )
  expect(await found(beats('....', 40), [...well, ...hit])).toMatchObject([
    { id: 'range-blocked', range: '104.16.0.0/16', targetIds: hit.map(({ host }) => `https://${host}/`) },
  ])
})

it('goes by looks of the last day only', async () => {
  const blocked: Looked[] = [{ host: 'a.example', status: 'blocked' }]
  const later = 60 * 25
  expect(await found(beats('....', 40), [...well, ...blocked])).toMatchObject([{ id: 'single-sites' }])
  expect(await found(beats('....', later - 20), blocked, at(later))).toEqual([])
})
