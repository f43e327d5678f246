import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DriverLink } from './driver-link.ts'
import { copyExtension } from './extension-copy.ts'

/** What outlives a browser that was killed: its profile, the private copy of the extension, the runner's own port. */
export interface Home {
  profile: string
  extension: string
  link: DriverLink
  remove(): Promise<void>
}

/** @param build dist/<build> */
export async function makeHome(build: string): Promise<Home> {
  const link = await DriverLink.open()
  const extension = await copyExtension(build, link.port)
  const profile = await mkdtemp(join(tmpdir(), 'fenceline-profile-'))
  return {
    profile,
    extension,
    link,
    async remove() {
      await link.close()
      await Promise.all(
        [profile, extension].map((d) => rm(d, { recursive: true, force: true, maxRetries: 5 })),
      )
    },
  }
}
