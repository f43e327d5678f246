import './reflect.ts'
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Seat } from './built-in-roots.ts'

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

/** @param seat among the roots that Firefox calls its own, for the one that stands for the public web's */
export async function createAuthorities(seat: Seat | null = null): Promise<Authorities> {
  const create = async (name: AuthorityName): Promise<Authority> => {
    const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
    const certificate =
      name === 'lab' && seat ? await fitting(seat, keys) : await selfSigned(name, keys, PLAIN_MEASURES)
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

interface Measures {
  serialBytes: number
  /** Added to the organisation's name. */
  dots: number
  /** Bytes that say nothing. */
  filler: number
}
const PLAIN_MEASURES: Measures = { serialBytes: 8, dots: 0, filler: 0 }
/** For examples (RFC 5612). */
const FILLER_OID = '1.3.6.1.4.1.32473.1'
const TRIES = 200

async function selfSigned(name: AuthorityName, keys: CryptoKeyPair, measures: Measures) {
  const { serialBytes, dots, filler } = measures
  return X509CertificateGenerator.createSelfSigned({
    // Positive, and of no fewer bytes than asked for.
    serialNumber: `01${randomBytes(serialBytes - 1).toString('hex')}`,
    name: `CN=${AUTHORITY_NAMES[name]}, O=Fenceline Lab${'.'.repeat(dots)}`,
    // Wide, so that it stays valid whatever clock a scenario gives the user.
    notBefore: new Date(Date.now() - 3650 * DAY),
    notAfter: new Date(Date.now() + 3650 * DAY),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(filler > 0 ? [new Extension(FILLER_OID, false, new Uint8Array(filler))] : []),
    ],
  })
}

/** A root of the seat's measures to the byte; signatures differ by a byte or two, so it takes some tries. */
async function fitting(seat: Seat, keys: CryptoKeyPair): Promise<X509Certificate> {
  const measures = { serialBytes: seat.serial.length, dots: 0, filler: 1 }
  for (let i = 0; i < TRIES; i++) {
    const root = await selfSigned('lab', keys, measures)
    const lacks = seat.der.length - root.rawData.byteLength
    const nameLacks = seat.subject.length - root.subjectName.toArrayBuffer().byteLength
    if (lacks === 0 && nameLacks === 0) return root
    measures.dots = Math.max(0, measures.dots + nameLacks)
    // The name stands in it twice, as the subject's and as the issuer's.
    if (Math.abs(lacks) > 1 || nameLacks !== 0)
      measures.filler = Math.max(1, measures.filler + lacks - 2 * nameLacks)
  }
  throw new Error('No root of the lab fits among the built-in ones')
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
