import * as v from 'valibot'

/** Rows as OONI's blocking-fingerprints README defines them; `fp` marks what looks like a block page and is none. */
export const SCOPES = ['nat', 'isp', 'prod', 'inst', 'prov', 'vbw', 'injb', 'fp'] as const

const CODE = /^[A-Z]{2}$/

/** One pattern of the imported lists, as kept. */
export const FingerprintSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  scope: v.picklist(SCOPES),
  /** 'body', 'dns' or 'header.<lower-case name>'. */
  location: v.pipe(v.string(), v.regex(/^(body|dns|header\.[a-z0-9-]{1,60})$/)),
  how: v.picklist(['full', 'prefix', 'contains']),
  pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  countries: v.pipe(v.array(v.pipe(v.string(), v.regex(CODE))), v.maxLength(60)),
})
export type Fingerprint = v.InferOutput<typeof FingerprintSchema>

/** Which of OONI's two files it was. */
export const KINDS = ['http', 'dns'] as const
export type FingerprintKind = (typeof KINDS)[number]

/** What the pages show of an import. */
export const FingerprintsInfoSchema = v.object({
  importedAt: v.number(),
  files: v.array(
    v.object({ name: v.string(), kind: v.picklist(KINDS), used: v.number(), skipped: v.number() }),
  ),
  used: v.number(),
  /** Rows that are not used: regular expressions, unknown words, patterns too short to mean anything. */
  skipped: v.number(),
})
export type FingerprintsInfo = v.InferOutput<typeof FingerprintsInfoSchema>
