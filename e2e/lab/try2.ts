import { connect } from 'node:http2'
import { enterLab } from './enter.ts'
import { parseScenario } from './scenario.ts'
import { closeLab, openWorld } from './world.ts'
await enterLab()
const s = parseScenario({name:'x',sites:[{host:'a.example',ips:['93.184.216.34'],page:{title:'AAA',bytes:300}}],watch:['https://a.example/'],expect:{}},'f.json')
const w = await openWorld([s])
const c = connect('https://a.example/', {ca: w.plan.authorities.lab.certificate})
c.on('error',e=>console.log('err',e)); c.on('connect',()=>console.log('connected'))
c.on('remoteSettings',s=>console.log('settings'))
const r=c.request({':path':'/'}); r.on('response',h=>console.log(h)); r.on('data',d=>console.log(String(d).slice(0,50))); r.on('error',e=>console.log(e))
await new Promise(r=>setTimeout(r,2000)); process.exit(0)
