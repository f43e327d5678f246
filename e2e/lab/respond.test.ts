import { describe, expect, it } from 'vitest'
import type { Authorities } from './certificates.ts'
import { layOut } from './plan.ts'
import { respond } from './respond.ts'
import { scenarioOf } from './selftest-world.ts'

const none = { certificate: '', key: '' }
const authorities: Authorities = { lab: none, censor: none, inspection: none, unknown: none }
const user = '185.120.0.1'
const control = '93.184.217.1'

function get(extra: Record<string, unknown>, scheme: 'http' | 'https', path = '/', client = user) {
  const scenario = scenarioOf({ sites: [{ host: 'a.example', ips: ['93.184.217.1'], ...extra }] })
  const site = layOut([scenario], authorities).sites.find(({ host }) => host === 'a.example')
  if (!site) throw new Error('no site')
  return respond(site, { scheme, path, client })
}

describe('respond', () => {
  it('serves a page of exactly the size asked for, the same every time', () => {
    const page = { title: 'News <1>', bytes: 5000 }
    const body = get({ page }, 'https')?.body
    expect(body).toHaveLength(5000)
    expect(body?.toString()).toContain('<title>News &lt;1></title>')
    expect(get({ page }, 'https')?.body.equals(body ?? Buffer.alloc(0))).toBe(true)
  })

  it('sends plain HTTP to HTTPS, serves it, or says nothing', () => {
    expect(get({}, 'http', '/x')).toMatchObject({ status: 301, headers: { location: 'https://a.example/x' } })
    expect(get({ http: 'serve' }, 'http')?.status).toBe(200)
    expect(get({ http: 'none' }, 'http')).toBeNull()
  })

  it('shows the control what the file says, and users the rest', () => {
    const site = { page: { status: 403 }, pageForControl: { status: 200 } }
    expect(get(site, 'https', '/', user)?.status).toBe(403)
    expect(get(site, 'https', '/', control)?.status).toBe(200)
  })

  it('redirects with 302 unless told which, follows paths, and fails for all when down', () => {
    const site = {
      page: { redirect: '/next' },
      paths: { '/next': { status: 404 }, '/old': { status: 308, redirect: '/' } },
    }
    expect(get(site, 'https')).toMatchObject({ status: 302, headers: { location: '/next' } })
    expect(get(site, 'https', '/next?x=1')?.status).toBe(404)
    expect(get(site, 'https', '/old')?.status).toBe(308)
    expect(get({ down: 'http-500' }, 'https')?.status).toBe(500)
  })
})
