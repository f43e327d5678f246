import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { licenceTexts, shippedPackages } from './licences.ts'
import { manifestFor, TARGETS } from './manifest.ts'
import { readFolder, zipFolder } from './store-zip.ts'

/**
 * Builds dist/chrome and dist/firefox with their store zips, and dist/lab-chrome and dist/lab-firefox.
 * `--lab` builds the lab's alone.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const { lab: onlyLab } = parseArgs({ options: { lab: { type: 'boolean', default: false } } }).values
const dist = join(root, 'dist')
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
const notices = licenceTexts(root, shippedPackages(root))

mkdirSync(dist, { recursive: true })
for (const [mode, { lab }] of Object.entries(TARGETS)) {
  if (onlyLab && !lab) continue
  const outDir = join(dist, mode)
  // A failed build must leave nothing that a test could take for its result.
  rmSync(outDir, { recursive: true, force: true })
  // One process a build: crxjs keeps state between builds of one process.
  const args = [vite, 'build', '--mode', mode, '--logLevel', 'warn']
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    rmSync(outDir, { recursive: true, force: true })
    process.stderr.write(`Building ${mode} failed\n`)
    process.exit(1)
  }
  // Vite's own list of chunks; nothing reads it in a browser.
  rmSync(join(outDir, '.vite'), { recursive: true, force: true })
  writeFileSync(join(outDir, 'LICENSE.txt'), readFileSync(join(root, 'LICENSE')))
  writeFileSync(join(outDir, 'third-party-licenses.txt'), notices)
  process.stdout.write(`dist/${mode}\n`)
}

if (!onlyLab) {
  for (const old of readdirSync(dist).filter((name) => name.endsWith('.zip'))) rmSync(join(dist, old))
  for (const mode of ['chrome', 'firefox'] as const) {
    const name = `fenceline-${mode}-${manifestFor(mode).version}.zip`
    const zip = zipFolder(readFolder(join(dist, mode)))
    writeFileSync(join(dist, name), zip)
    process.stdout.write(`dist/${name} (${Math.ceil(zip.length / 1024)} kB)\n`)
  }
}
