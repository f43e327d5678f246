import { isAddress, isBogon, normaliseAddress } from '../../core/net/address.ts'

/**
 * What stands for an address of ours on the disk: a keyed hash, so that whoever reads the profile cannot try all
 * addresses against it without the salt, and cannot compare two installations at all. 96 bits of it: enough to tell a
 * few dozen networks apart. The address itself is never stored.
 */
export async function addressKey(salt: Uint8Array<ArrayBuffer>, address: string): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', salt, hmac, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(lineOf(address)))
  return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 12)))
}

/** Of IPv6 the first 64 bits: the rest changes every day by itself (RFC 8981) on one and the same line. */
function lineOf(address: string): string {
  const plain = normaliseAddress(address)
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const zeros: string[] = new Array(plain.includes('::') ? 8 - before.length - after.length : 0).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

/** An address that others on the internet can see us by. */
export function isSeenAddress(text: string): boolean {
  return isAddress(text) && !isBogon(text)
}
