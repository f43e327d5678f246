import { writeFile } from 'node:fs/promises'
import { generateKey } from './snapshot/signing.ts'

/** Makes a key pair; answers what to print. A file that is there already is never overwritten: it may be in use. */
export async function keygen(file: string | null): Promise<string> {
  const { pem, publicKey } = generateKey()
  const told = `Public key, for the settings of whoever is to believe your snapshots:\n${publicKey}`
  if (file === null) return `Private key, for a file that only the collector can read:\n${pem}\n${told}`
  try {
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw exists ? new Error(`${file} is there already, and is left as it is`) : error
  }
  return `Private key written to ${file}.\n${told}`
}
