import { describe, expect, it, vi } from 'vitest'
import { testArea } from '../settings/test-area.ts'

vi.mock('../platform/browser.ts', () => ({ browser: { storage: { local: {} } } }))
const { FINGERPRINTS_KEY, fingerprintsInfo, importFingerprints, loadFingerprints, removeFingerprints } =
  await import('./store.ts')

const HEAD = 'name,scope,location_found,pattern_type,pattern,expected_countries\n'
const HTTP = `${HEAD}a,nat,body,contains,closed by order,KZ\nb,nat,body,regexp,a.*b,KZ\n`
const DNS = `${HEAD}d,isp,dns,full,10.9.8.7,KG\n`
const area = () => {
  const one = testArea()
  const remove = async (keys: string[]) => {
    for (const key of keys) delete one.items[key]
  }
  return { ...one, remove }
}
const rowsIn = async (where: ReturnType<typeof area>) => {
  const index = await loadFingerprints(where)
  return index && [...index.inBody, ...index.rest, ...[...index.dns.values()].flat()].map(({ name }) => name)
}

describe('imported fingerprints', () => {
  it('are none at first', async () => {
    expect(await loadFingerprints(area())).toBeNull()
    expect(await fingerprintsInfo(area())).toBeNull()
  })

  it('are kept with what the pages show of them', async () => {
    const where = area()
    const info = await importFingerprints({ text: HTTP, fileName: 'fingerprints_http.csv', at: 7 }, where)
    expect(info).toEqual({
      importedAt: 7,
      files: [{ name: 'fingerprints_http.csv', kind: 'http', used: 1, skipped: 1 }],
      used: 1,
      skipped: 1,
    })
    expect(await fingerprintsInfo(where)).toEqual(info)
    expect(await rowsIn(where)).toEqual(['a'])
  })

  it('of one kind replace those of that kind alone', async () => {
    const where = area()
    await importFingerprints({ text: HTTP, fileName: 'http.csv', at: 1 }, where)
    await importFingerprints({ text: DNS, fileName: 'dns.csv', at: 2 }, where)
    expect(await rowsIn(where)).toEqual(['a', 'd'])
    const newer = HTTP.replace('a,nat', 'c,nat')
    const info = await importFingerprints({ text: newer, fileName: 'http.csv', at: 3 }, where)
    expect(await rowsIn(where)).toEqual(['c', 'd'])
    expect(info).toMatchObject({ importedAt: 3, used: 2, skipped: 1 })
  })

  it('stay when the next file is none', async () => {
    const where = area()
    await importFingerprints({ text: HTTP, fileName: 'http.csv', at: 1 }, where)
    const wrong = importFingerprints({ text: 'a page', fileName: 'x', at: 2 }, where)
    await expect(wrong).rejects.toMatchObject({ code: 'fingerprints-columns' })
    expect(await rowsIn(where)).toEqual(['a'])
  })

  it('can be removed', async () => {
    const where = area()
    await importFingerprints({ text: HTTP, fileName: 'http.csv', at: 1 }, where)
    await removeFingerprints(where)
    expect(where.items).toEqual({})
  })

  it('damaged on the disk are none', async () => {
    const where = area()
    where.items[FINGERPRINTS_KEY] = { version: 1, files: [{ name: 3 }] }
    expect(await loadFingerprints(where)).toBeNull()
  })
})
