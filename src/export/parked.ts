/**
 * Files that wait to be saved, on the disk instead of in memory, in the extension's own private file system (OPFS). They
 * hold what the history next to them holds, and go as soon as nobody needs them.
 */
const FOLDER = 'exports'
const OLD_MS = 3_600_000

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(FOLDER, { create: true })
}

export async function parkFile(): Promise<{ name: string; handle: FileSystemFileHandle }> {
  const name = crypto.randomUUID()
  return { name, handle: await (await folder()).getFileHandle(name, { create: true }) }
}

/** With all that is forgotten. One that a page is writing to this moment may be held; it is old soon. */
export async function forgetAllParked(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory()
    await root.removeEntry(FOLDER, { recursive: true })
  } catch {
    // None was ever parked, or there is no such file system here.
  }
}

export async function forgetParked(name: string): Promise<void> {
  await (await folder()).removeEntry(name).catch(() => {})
}

/** What a page left behind that was closed; a younger one may belong to another tab. */
export async function forgetOldParked(now: number): Promise<void> {
  try {
    const here = await folder()
    for await (const [name, handle] of here.entries()) {
      if (handle.kind !== 'file') continue
      const { lastModified } = await (handle as FileSystemFileHandle).getFile()
      if (now - lastModified > OLD_MS) await here.removeEntry(name)
    }
  } catch {
    // No such file system here, or one in use: nothing to tidy.
  }
}
