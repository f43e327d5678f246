import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { forbiddenText } from './text.ts'
import { projectFiles, ROOT } from './tree.ts'

const BINARY = /\.(png|ico|woff2?|pcap|zip|gz|mmdb)$/

/** The lockfile is npm's. */
const files = projectFiles().filter((path) => !BINARY.test(path) && path !== 'package-lock.json')

describe('forbidden text', () => {
  it('stands in no file', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap((path) => forbiddenText(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([])
  })

  // A | stands where the samples are cut, so that this file holds none of them.
  it.each([
    ['cd /wo|rk/main', 'a path of one machine'],
    ["'/ro|ot/.cache'", 'a path of one machine'],
    ['/ho|me/anna/x', 'a path of one machine'],
    ['log in /t|mp/run.log', 'a fixed temporary path'],
    ['https://registry.n|pmjs.org/x', 'a registry host'],
    ['// TO|DO later', 'work left behind'],
    ['// @ts-ig|nore', 'a check switched off'],
    ['// @ts-exp|ect-error', 'a check switched off'],
    ['it.on|ly(', 'all other tests switched off'],
  ])('catches %s', (line, why) => {
    expect(forbiddenText('a.ts', `first\n${line.replace('|', '')}`)).toEqual([
      expect.stringContaining(`a.ts:2 ${why}`),
    ])
  })

  it.each([
    'https://example.org/work/x',
    'src/root/x.ts',
    'os.tmpdir()',
    'mount -t tmpfs none /run',
    'a root/child tree',
  ])('lets pass %s', (line) => {
    expect(forbiddenText('a.ts', line)).toEqual([])
  })
})
