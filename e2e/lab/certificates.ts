import './reflect.ts'
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** A certificate authority in a form that crosses a process boundary. */
export interface Authority {
  certificate: string
  key: string
}

export const AUTHORITY_NAMES = {
  /** Trusted by the user's browsers: stands for the public web's roots. */
  lab: 'Fenceline Lab Root',
  /** The operator's own: trusted only where the user was made to. */
  censor: 'National Trust Certificate',
  /** The antivirus or company proxy on the user's own machine: trusted. */
  inspection: 'Local Inspection Root',
  /** Trusted by nobody. */
  unknown: 'Unheard-of Root',
} as const
export type AuthorityName = keyof typeof AUTHORITY_NAMES
export type Authorities = Record<AuthorityName, Authority>

/** A leaf with its key, PEM; the same object for the same names, so that a server can be kept by it. */
export interface Leaf {
  cert: string
  key: string
}

export type CertificateKind = 'valid' | 'expired' | 'wrong-host' | 'unknown-ca' | 'self-signed'

export async function createAuthorities(): Promise<Authorities> {
  const create = async (name: AuthorityName): Promise<Authority> => {
    const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: randomBytes(8).toString('hex'),
      name: `CN=${AUTHORITY_NAMES[name]}, O=Fenceline Lab`,
      // Wide, so that it stays valid whatever clock a scenario gives the user.
      notBefore: new Date(Date.now() - 3650 * DAY),
      notAfter: new Date(Date.now() + 3650 * DAY),
      signingAlgorithm: EC,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    })
    return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) }
  }
  const [lab, censor, inspection, unknown] = await Promise.all([
    create('lab'),
    create('censor'),
    create('inspection'),
    create('unknown'),
  ])
  return { lab, censor, inspection, unknown }
}

/** Makes leaf certificates on demand and keeps them: one an (authority, kind, names). */
export class Issuer {
  private readonly authorities: Authorities
  private readonly leaves = new Map<string, Promise<Leaf>>()
  private readonly leafKeys = webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  /** Added to every date: the world's clock as the user's wrong one makes it look. */
  private shiftMs = 0

  constructor(authorities: Authorities) {
    this.authorities = authorities
  }

  shift(ms: number): void {
    if (ms !== this.shiftMs) this.leaves.clear()
    this.shiftMs = ms
  }

  leaf(names: readonly string[], kind: CertificateKind, by: AuthorityName = 'lab'): Promise<Leaf> {
    const key = [by, kind, ...names].join(' ')
    const known = this.leaves.get(key)
    if (known) return known
    const made = this.make(names, kind, by)
    this.leaves.set(key, made)
    return made
  }

  private async make(names: readonly string[], kind: CertificateKind, by: AuthorityName): Promise<Leaf> {
    const authority = this.authorities[kind === 'unknown-ca' ? 'unknown' : by]
    const issuer = new X509Certificate(authority.certificate)
    const keys = await this.leafKeys
    const signingKey = kind === 'self-signed' ? keys.privateKey : await importKey(authority.key)
    const now = Date.now() + this.shiftMs
    const shown = kind === 'wrong-host' ? ['someone-else.example'] : names
    const subject = `CN=${shown[0] ?? 'unnamed'}`
    const leaf = await X509CertificateGenerator.create({
      serialNumber: `01${randomBytes(8).toString('hex')}`,
      subject,
      issuer: kind === 'self-signed' ? subject : issuer.subject,
      notBefore: new Date(now - 60 * DAY),
      notAfter: new Date(now + (kind === 'expired' ? -10 : 60) * DAY),
      signingAlgorithm: EC,
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new BasicConstraintsExtension(false),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(shown.map((value) => ({ type: 'dns' as const, value }))),
        ...(kind === 'self-signed' ? [] : [await AuthorityKeyIdentifierExtension.create(issuer)]),
      ],
    })
    return { cert: leaf.toString('pem'), key: await exportKey(keys.privateKey) }
  }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), EC, false, ['sign'])
}
