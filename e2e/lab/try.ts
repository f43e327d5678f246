import { spawn } from 'node:child_process'
import { enterLab } from './enter.ts'
import { look } from './look.ts'
import { parseScenario } from './scenario.ts'
import { closeLab, openWorld } from './world.ts'
await enterLab()
const t0 = performance.now()
const s = parseScenario({name:'x',sites:[{host:'a.example',ips:['93.184.216.34'],page:{title:'AAA',bytes:300}},{host:'b.example',ips:['93.184.216.35']},{host:'c.example',ips:['93.184.216.36']}],watch:['https://a.example/'],expect:{},
 censor:[{on:'sni',match:'b.example',do:'reset'},{on:'dns',match:'c.example',do:'nxdomain'}]},'f.json')
const w = await openWorld([s])
console.log('open', performance.now()-t0)
const roots=[w.plan.authorities.lab.certificate]
for (const [what,name,address,port] of [['dns','a.example','92.46.0.53',53],['dns','c.example','92.46.0.53',53],['https','a.example','93.184.216.34',443],['https','b.example','93.184.216.35',443],['http','a.example','93.184.216.34',80],['tcp','','93.184.216.34',81],['tcp','','93.184.216.99',80],['https','','93.184.216.34',443]] as const) {
  const r = await look({what,name,address,port,path:'/',timeoutMs:1500,roots}); console.log(what,name,address,port,JSON.stringify({...r,body:r.body.slice(0,60)}))
}
const sh=(c:string)=>new Promise<void>(r=>{const p=spawn('timeout',['-k','1','20','sh','-c',c],{stdio:'inherit'});p.on('exit',()=>r())})
for (const h of ['a','b','c']) { const t=performance.now(); await sh(`chromium --headless --no-sandbox --disable-gpu --user-data-dir=/tmp/cr-${process.pid} --dump-dom https://${h}.example/ 2>&1 | grep -o '<title>.*</title>\\|ERR_[A-Z_]*' | sort -u | cut -c1-100 | head -5`); console.log(h, Math.round(performance.now()-t)) }
console.log(await w.log())
console.log(JSON.stringify(await w.counters()))
await w.close(); const t1=performance.now(); const w2=await openWorld([s]); console.log('reopen', performance.now()-t1)
await w2.close(); await closeLab()
