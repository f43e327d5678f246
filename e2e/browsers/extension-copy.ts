import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A private copy of a built extension that knows the runner's port. */
export async function copyExtension(build: string, port: number): Promise<string> {
  const from = fileURLToPath(new URL(`../../dist/${build}`, import.meta.url))
  const to = await mkdtemp(join(tmpdir(), 'fenceline-ext-'))
  await cp(from, to, { recursive: true })
  await writeFile(join(to, 'driver.json'), JSON.stringify({ port }))
  return to
}
