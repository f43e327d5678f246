import './reflect.ts'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { X509Certificate } from '@peculiar/x509'

/**
 * Firefox calls a root built in when a PKCS#11 module that lists the web's roots holds it (IsCertBuiltInRoot in
 * security/certverifier), and takes such modules by policy (SecurityDevices). NSS, which Chromium on Linux stands on,
 * brings one: with the lab's root written over one of its roots, the lab's sites look to Firefox as the public web does.
 */
const MODULES = ['x86_64-linux-gnu/', 'aarch64-linux-gnu/', '', '../lib64/'].map(
  (folder) => `/usr/lib/${folder}libnssckbi.so`,
)

/** A public root's place in that module. Whoever takes it has to be of the same measures. */
export interface Seat {
  module: Buffer
  der: Buffer
  subject: Buffer
  serial: Buffer
}

const LONGEST_SHORT_FORM = 127
/** Shorter ones are all over the module by chance. */
const SERIAL_BYTES = 8

/** null where no such module is: then the lab's root is one that the user added. */
export async function findSeat(): Promise<Seat | null> {
  for (const path of MODULES) {
    const module = await readFile(path).catch(() => null)
    const seat = module && seatIn(module)
    if (seat) return seat
  }
  return null
}

/** The first root long enough for ours, whose name, serial number and hash stand apart as well. */
function seatIn(module: Buffer): Seat | null {
  for (const at of placesOf(Buffer.from([0x30, 0x82]), module)) {
    const length = module.readUInt16BE(at + 2) + 4
    if (length < 550 || length > 1_000) continue
    const der = Buffer.from(module.subarray(at, at + length))
    const root = read(der)
    if (!root) continue
    const subject = Buffer.from(root.subjectName.toArrayBuffer())
    const serial = Buffer.from(root.serialNumber, 'hex')
    const fits = subject.length > 70 && subject.length <= LONGEST_SHORT_FORM && serial.length >= SERIAL_BYTES
    const apart = (item: Buffer) => placesOf(item, module).length > placesOf(item, der).length
    if (fits && apart(subject) && apart(asn1Integer(serial)) && apart(sha1(der)))
      return { module, der, subject, serial }
  }
  return null
}

function read(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(new Uint8Array(der))
  } catch {
    return null
  }
}

/** The module with this root in the seat. */
export function seated({ module, der, subject, serial }: Seat, pem: string): Buffer {
  const root = new X509Certificate(pem)
  const raw = Buffer.from(root.rawData)
  const changed = Buffer.from(module)
  const put = (old: Buffer, ours: Buffer) => {
    if (old.length !== ours.length) throw new Error('This root was not made for that seat')
    for (const at of placesOf(old, changed)) ours.copy(changed, at)
  }
  put(der, raw)
  put(subject, Buffer.from(root.subjectName.toArrayBuffer()))
  put(asn1Integer(serial), asn1Integer(Buffer.from(root.serialNumber, 'hex')))
  put(sha1(der), sha1(raw))
  return changed
}

function placesOf(what: Buffer, where: Buffer): number[] {
  const places: number[] = []
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) places.push(at)
  return places
}

const sha1 = (der: Buffer) => createHash('sha1').update(der).digest()
const asn1Integer = (content: Buffer) => Buffer.concat([Buffer.from([2, content.length]), content])
