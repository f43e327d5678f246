import { endpointOf } from '../../../core/protocol/control.ts'

/** Where a site says that it speaks HTTP/3 (RFC 7838), as `host:port`; '' when it says nothing of the kind. */
export function h3Endpoint(altSvc: string | string[] | undefined, host: string): string {
  const header = Array.isArray(altSvc) ? altSvc.join(',') : (altSvc ?? '')
  const [, alternative = ''] = /(?:^|[,\s])h3="([^"]*)"/.exec(header) ?? []
  const [, name = '', port = ''] = /^(.*):(\d{1,5})$/.exec(alternative) ?? []
  if (port === '') return ''
  return name === '' ? endpointOf(host, Number(port)) : `${name}:${port}`
}
