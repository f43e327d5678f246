import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DriverLink } from './driver-link.ts'
import type { Home } from './home.ts'

/**
 * Chromium names an extension by its key, and only without one by the folder it lies in: with this one the history is
 * found again wherever the profile is moved. It is no secret and signs nothing.
 */
const KEY = Buffer.from('Fenceline, started by a command, in a profile that is kept').toString('base64')

/** What Chromium calls the extension of every kept home: 16 bytes of the key's hash, in letters from a to p. */
export const KEPT_ID = createHash('sha256')
  .update(Buffer.from(KEY, 'base64'))
  .digest('hex')
  .slice(0, 32)
  .replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))

interface Keeping {
  build?: string
  /** False: without its background, so that nothing is tested and nothing written. */
  background?: boolean
}

/**
 * A browser's profile that the user keeps, and beside it the extension as it is built now. Removing it only lets go of
 * it.
 */
export async function keepHome(
  folder: string,
  { build = 'lab-chrome', background = true }: Keeping = {},
): Promise<Home> {
  const profile = join(folder, 'browser')
  const extension = join(folder, 'extension')
  await mkdir(profile, { recursive: true })
  await rm(extension, { recursive: true, force: true })
  await cp(fileURLToPath(new URL(`../../dist/${build}`, import.meta.url)), extension, { recursive: true })
  const path = join(extension, 'manifest.json')
  const { background: worker, ...manifest } = JSON.parse(await readFile(path, 'utf8')) as object & {
    background: object
  }
  await writeFile(
    path,
    JSON.stringify({ ...manifest, ...(background ? { background: worker } : {}), key: KEY }),
  )
  const link = await DriverLink.open()
  await writeFile(join(extension, 'driver.json'), JSON.stringify({ port: link.port }))
  return { profile, extension, link, remove: () => link.close() }
}
