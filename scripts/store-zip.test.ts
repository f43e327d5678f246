import { strFromU8, strToU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { zipFolder } from './store-zip.ts'

const files = new Map([
  ['manifest.json', strToU8('{}')],
  ['assets/b.js', strToU8('b')],
  ['assets/a.js', strToU8('a')],
])

describe('the store zip', () => {
  it('holds every file', () => {
    const back = unzipSync(zipFolder(files))
    expect(Object.fromEntries(Object.entries(back).map(([path, bytes]) => [path, strFromU8(bytes)]))).toEqual(
      {
        'manifest.json': '{}',
        'assets/a.js': 'a',
        'assets/b.js': 'b',
      },
    )
  })

  it('sorts its entries, whatever order the disk gave them in', () => {
    expect(Object.keys(unzipSync(zipFolder(files)))).toEqual(['assets/a.js', 'assets/b.js', 'manifest.json'])
    expect(zipFolder(new Map([...files].reverse()))).toEqual(zipFolder(files))
  })

  it('is the same in every time zone', () => {
    const zone = process.env.TZ
    const zips = ['UTC', 'Asia/Almaty', 'America/Los_Angeles'].map((name) => {
      process.env.TZ = name
      return zipFolder(files)
    })
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(zips[1]).toEqual(zips[0])
    expect(zips[2]).toEqual(zips[0])
  })
})
