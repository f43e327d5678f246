import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { LANGUAGES } from '../e2e/preview/open-preview.ts'
import { composePicture } from '../e2e/preview/readme-picture.ts'
import { type Shot, shots } from '../e2e/preview/shots.ts'
import { takeAll } from '../e2e/preview/take.ts'
import { runNode, tail } from './runners/process.ts'

/**
 * Pictures of every page on seeded data into artifacts/screenshots/, taken of the store build in a real Chromium, with
 * axe-core run on each, and docs/images/popup.png for the README. Words after the command choose by name;
 * `--built` takes dist/chrome as it is. Exit 1 when axe finds something serious or a page reports an error.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'artifacts/screenshots')
const { values, positionals } = parseArgs({
  options: { built: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const say = (line: string) => process.stderr.write(`${line}\n`)

if (!values.built) {
  say('Building the extension')
  const done = await runNode(['--import', 'tsx', 'scripts/build.ts'], root)
  if (done.code !== 0) throw new Error(tail(done))
}
const wanted = ({ name }: Shot) => positionals.length === 0 || positionals.some((part) => name.includes(part))
if (positionals.length === 0) await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })

const faults: string[] = []
const pictures = new Map<string, Buffer>()
// A browser speaks one language and has one answer to "may it reach every site".
for (const language of LANGUAGES) {
  for (const access of [true, false]) {
    const group = shots().filter(
      (shot) => shot.language === language && shot.access === access && wanted(shot),
    )
    if (group.length === 0) continue
    for await (const taken of takeAll(group, { language, access })) {
      await writeFile(join(out, `${taken.name}.png`), taken.picture)
      pictures.set(taken.name, taken.picture)
      faults.push(...taken.faults.map((fault) => `${taken.name}: ${fault}`))
      say(taken.name)
    }
  }
}
const light = pictures.get('popup-list-normal-en-light')
const dark = pictures.get('popup-list-normal-ar-dark')
if (light && dark) {
  await mkdir(join(root, 'docs/images'), { recursive: true })
  await writeFile(join(root, 'docs/images/popup.png'), await composePicture(light, dark))
}
for (const fault of faults) say(`! ${fault}`)
say(`${pictures.size} pictures in artifacts/screenshots, ${faults.length} faults`)
process.exitCode = faults.length > 0 || pictures.size === 0 ? 1 : 0
