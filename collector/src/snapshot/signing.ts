import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { type SignedSnapshot, SNAPSHOT_CONTEXT, type Snapshot } from '../../../core/protocol/control.ts'

/** RFC 8410: what precedes the 32 bytes of an Ed25519 public key in its DER form. */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

const signedBytes = (text: string) => Buffer.from(SNAPSHOT_CONTEXT + text, 'utf8')

export function signSnapshot(snapshot: Snapshot, key: KeyObject): SignedSnapshot {
  const text = JSON.stringify(snapshot)
  return { snapshot: text, signature: sign(null, signedBytes(text), key).toString('base64') }
}

/** `publicKey`: as `publicKeyOf` gives it. */
export function isSignedBy({ snapshot, signature }: SignedSnapshot, publicKey: string): boolean {
  const der = Buffer.concat([DER_PREFIX, Buffer.from(publicKey, 'base64')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, signedBytes(snapshot), key, Buffer.from(signature, 'base64'))
}

/** The 32 bytes, base64: what people type into the extension's settings. */
export function publicKeyOf(key: KeyObject): string {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return der.subarray(DER_PREFIX.length).toString('base64')
}

export function generateKey(): { pem: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { pem, publicKey: publicKeyOf(privateKey) }
}

/** Throws with words for the operator. */
export function readKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    throw new Error('it holds no private key in PEM form')
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`its key is ${key.asymmetricKeyType}, not ed25519`)
  return key
}
