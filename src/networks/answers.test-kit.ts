/** For tests: servers that answer what they are told to, and note what they were asked. */
export interface Asked {
  url: string
  method: string
  body: unknown
  init: RequestInit
}
export type Answer = (init: RequestInit) => Response | Promise<Response>

export function serving(answers: Record<string, Answer>) {
  const asked: Asked[] = []
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = String(input)
    const body: unknown = init.body ? JSON.parse(String(init.body)) : null
    asked.push({ url, method: init.method ?? 'GET', body, init })
    const answer = answers[url]
    if (!answer) throw new TypeError('Failed to fetch')
    const signal = init.signal
    return Promise.race([
      Promise.resolve(answer(init)),
      new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    ])
  }
  return { fetch, asked }
}

export const TRACE = 'https://www.cloudflare.com/cdn-cgi/trace'
export const GEOLOOKUP = 'https://api.ooni.org/api/v1/geolookup'
export const ECHO = 'https://ifconfig.co/json'
export const OWN = 'https://where.example/network'

export const json = (value: unknown) => new Response(JSON.stringify(value))
export const trace =
  (ip: string): Answer =>
  () =>
    new Response(`fl=1f1\nh=www.cloudflare.com\nip=${ip}\nts=1\n`)
export const geolookup =
  (ip: string, asn = 9198, cc = 'KZ', as_name = 'JSC Kazakhtelecom'): Answer =>
  () =>
    json({ v: 1, geolocation: { [ip]: { cc, asn, as_name } } })
export const echo =
  (ip: string, asn = 'AS29355', country_iso = 'KZ', asn_org = 'Kcell JSC'): Answer =>
  () =>
    json({ ip, ip_decimal: 1, country_iso, asn, asn_org, user_agent: { product: 'x' } })
/** Begins, and then sends nothing more. */
export const endless: Answer = ({ signal }) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"ip":'))
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      },
    }),
  )
export const silence: Answer = () => new Promise(() => {})
